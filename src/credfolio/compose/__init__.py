"""Portfolio and report to pages: pure functions, finished HTML, nothing of MkDocs."""

from credfolio.compose.pages import compose
from credfolio.compose.site import Asset, ComposeOptions, Page, Site, TocEntry

__all__ = ["Asset", "ComposeOptions", "Page", "Site", "TocEntry", "compose"]
