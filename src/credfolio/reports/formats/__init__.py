"""A module here is a format of the same name; its `FORMAT` says how a run is written."""
