"""The fictional province of Lam Giang: content to try the portal with."""
