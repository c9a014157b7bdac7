"""Minutes, resolutions, elections."""
