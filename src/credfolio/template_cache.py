"""Compiled templates, kept between runs as Python keeps its own compiled modules.

Compiling Material's templates takes longer than everything else in a build. A file of the cache
is used only where the template's text is still the same.
"""

from contextlib import suppress

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket


class _Lenient(FileSystemBytecodeCache):
    """A full or read-only disk costs time, never a build."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def template_cache() -> BytecodeCache | None:
    """The cache in the user's own cache folder; None where there can't be one."""
    from platformdirs import user_cache_path

    folder = user_cache_path("credfolio", appauthor=False) / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return _Lenient(str(folder))
