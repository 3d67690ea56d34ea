"""What an editor shows while somebody writes. Only `server.py` knows the language server protocol.

The other modules are functions of a Page: a document's text as it stands in the editor and the
report on the portfolio that it belongs to.
"""
