"""Dates as people and spreadsheets write them."""

import re

_NAMES = "January February March April May June July August September October November December"
_MONTHS = _NAMES.split()
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2013\u2212"), "-")
"""What word processors and telephones write for the hyphen of a date."""
_SERIAL = r"[345]\d{4}"
"""1982 to 2064: what a date becomes in a spreadsheet whose column lost its format."""


def read_day(value: str) -> tuple[str, str]:
    """(`YYYY-MM-DD` or '', what is wrong or ''). 11/01/2026 is read as the first of November.

    A bare number such as 46332 is a date as spreadsheets keep it, counted in days. Dashes that look
    like a hyphen are one.
    """
    if not value.isascii():
        value = value.translate(_HYPHENS)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", value):
        year, month, day = map(int, found.groups())
        wrong = "" if len(value) == 10 else "is not written as year-month-day"
    elif found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", value):
        month, day, year = map(int, found.groups())
        if month > 12 or "." in value:
            month, day = day, month
        wrong = "is not written as year-month-day"
    elif found := re.fullmatch(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", value):
        year, month, day = map(int, found.groups())
        wrong = "is not written as year-month-day"
    elif re.fullmatch(_SERIAL, value):
        return _kept(int(value)), "is the number that a spreadsheet keeps for a date"
    else:
        year, month, day = _in_words(value)
        wrong = "is not a date as we write it, year-month-day"
    if not (year or month or day):
        return "", wrong
    if not (1 <= month <= 12 and 1 <= year <= 9999 and day >= 1):
        return "", "is not a date: there is no such month or day"
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = _DAYS[month - 1] + leap
    if day > last:
        name = _MONTHS[month - 1]
        return f"{year:04}-{month:02}-{last:02}", f"is not a date: {name} {year} has {last} days"
    return f"{year:04}-{month:02}-{day:02}", wrong


def _in_words(value: str) -> tuple[int, int, int]:
    """Year, month and day of `Nov 1, 2026` or `1 November 2026`; zeros where it is neither."""
    parts = re.findall(r"[^\W\d_]+|\d+", value[:60])
    short = {name[:3].casefold(): number for number, name in enumerate(_MONTHS, 1)}
    names = {name.casefold(): number for number, name in enumerate(_MONTHS, 1)} | short
    names["sept"] = 9
    month = next((names[p.casefold()] for p in parts if p.casefold() in names), 0)
    numbers = [int(p) for p in parts if p.isascii() and p.isdigit() and len(p) <= 4]
    year = next((n for n in numbers if n > 31), 0)
    day = next((n for n in numbers if n <= 31), 0)
    return (year, month, day) if year and month and day else (0, 0, 0)


def _kept(number: int) -> str:
    from datetime import date

    return date.fromordinal(date(1899, 12, 30).toordinal() + number).isoformat()


def or_else(value: str) -> str:
    """What else 11/05/2026 may mean, as an addition to a hint; '' where nothing."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", value)
    if not found:
        return ""
    day, month, year = map(int, found.groups())
    if not (1 <= day <= 12 and 1 <= month <= 12) or day == month:
        return ""
    return f", or “{year:04}-{month:02}-{day:02}” if the day stands first"
