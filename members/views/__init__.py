"""Public pages of the register and the figures, and the workspace of associations."""
