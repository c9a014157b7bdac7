"""The workspace (/lam-viec/): what representatives do for their association."""
