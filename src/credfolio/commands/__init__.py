"""The commands. A module here is a command of the same name; nothing else registers it.

Only the command that is run is imported: a check pays for no other.
"""
