"""Micro-credential portfolios: read, check, compose, publish."""

from pathlib import Path

__version__ = "0.1.0"

# In a clone, checks/ and templates/ sit at the top of the repository;
# a wheel has them in this folder.
if not Path(__file__).with_name("checks").is_dir():
    __path__.append(str(Path(__file__).parents[2]))
