"""Tables that people keep: what their columns are, and each cell read with its place."""
