"""Judging a package that a stranger made, without believing or opening anything in it.

`names` and `archive` judge the zip file before a byte of it is unpacked, `manifest` what it says
of itself, `sandbox` and `rebuilding` make verdict and site again from the sources in a process
with limits, `compare` says what differs, `judging` puts it together.
"""
