"""The privacy gate: real names, contact details and places in what is handed in.

`names` matches, `declared` reads private.yml, `search` takes any bytes apart and looks into every
layer; the other modules each know one family of container or encoding. Nothing here asks a
network, and nothing keeps state.
"""
