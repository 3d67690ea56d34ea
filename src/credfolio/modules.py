"""What a folder of modules holds: a file or folder there is its registration."""

import os
from collections.abc import Iterable


def module_names(folders: Iterable[str]) -> list[str]:
    """The modules of a package's folders by name, in order; pkgutil takes ten times as long."""
    names = (name for folder in folders for name in os.listdir(folder))  # noqa: PTH208
    return sorted(
        name.removesuffix(".py")
        for name in names
        if name[0] not in "_." and (name.endswith(".py") or "." not in name)
    )
