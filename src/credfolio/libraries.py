"""The libraries on which a site's bytes depend, so that two builds can be compared fairly."""

from importlib.metadata import PackageNotFoundError, version

_DRAWING = ("jinja2", "mkdocs", "mkdocs-material", "nh3", "pyromark")


def libraries() -> dict[str, str]:
    """Name to version of those that are installed here."""
    found = {}
    for name in _DRAWING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # put beside credfolio by hand, without its record
            continue
    return found
