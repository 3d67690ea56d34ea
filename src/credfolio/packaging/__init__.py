"""One file to hand in: the site, what was checked, the report, the texts for the form, PDFs.

`make` is the way in. What it writes is a zip whose bytes depend on the portfolio and on credfolio
alone, never on the machine, the date or the folder.
"""
