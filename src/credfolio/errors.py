"""The one error tree. Faults of content are findings, never exceptions."""


class CredfolioError(Exception):
    """A mistake in usage or in the tool's configuration; the message is one plain line."""
