"""E-mail addresses and telephone numbers in lines of text, in linear time."""

import re
from collections.abc import Iterator

from credfolio import limits

EMAIL = "an e-mail address"
PHONE = "a telephone number"
_LOCAL = re.compile(r"[\w.%+\-]{1,64}\Z")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.){1,8}([^\W\d_]{2,24})(?![\w\-])")
_FILES = frozenset("avif css gif heic jpeg jpg js mp3 mp4 pdf png svg webp".split())
# Digits with what may stand between them. Colons do not: those are times.
_NUMBER = re.compile(r"\+?\(?\d(?:[ \u00a0().\-/\u2010-\u2013]{0,3}\d){6,14}(?!\d)")
_AMERICAN = re.compile(r"(?:\+?1[ .\-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .\-])[2-9]\d\d[ .\-]\d{4}")
_DAY = re.compile(r"(?:19|20)\d\d[ ./\-]\d{1,2}[ ./\-]\d{1,2}|\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ /\-\u2010-\u2013]{0,3}){2,}")
_ISBN = re.compile(r"97[89]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_REGIONS = {
    "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "en": "US", "es": "ES", "et": "EE",
    "fi": "FI", "fr": "FR", "ga": "IE", "he": "IL", "hu": "HU", "is": "IS", "it": "IT",
    "ja": "JP", "ko": "KR", "lt": "LT", "lv": "LV", "nb": "NO", "nl": "NL", "nn": "NO",
    "no": "NO", "pl": "PL", "pt": "PT", "ro": "RO", "ru": "RU", "sk": "SK", "sl": "SI",
    "sv": "SE", "tr": "TR", "uk": "UA", "zh": "CN",
}  # fmt: skip


def details(rows: list[str], language: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """(what it is, (row, column) from 0) of every contact detail.

    `language`: of the portfolio, such as `en` or `en-GB`; it tells how numbers without a
    country code are written.
    """
    region = region_of(language)
    for number, row in enumerate(rows):
        if "@" in row:
            yield from ((EMAIL, (number, at)) for at in _emails(row))
        if sum(map(row[: limits.CONTACT_ROW].count, "0123456789")) > 6:
            yield from ((PHONE, (number, at)) for at in _phones(row[: limits.CONTACT_ROW], region))


def region_of(language: str) -> str:
    """The country whose way of writing numbers a language suggests, as two capitals."""
    first, *others = language.replace("_", "-").split("-")
    named = next((o.upper() for o in others if len(o) == 2 and o.isalpha()), "")
    return named or _REGIONS.get(first.lower(), "US")


def _emails(row: str) -> Iterator[int]:
    """Where addresses begin. Each `@` is looked at once, and so far to either side only."""
    at = row.find("@")
    while at >= 0:
        dot = row.find(".", at, at + 260)
        if dot > at + 1:
            domain = _DOMAIN.match(row, at + 1, at + 260)
            local = _LOCAL.search(row[max(0, at - 64) : at])
            if domain and local and domain[1].lower() not in _FILES:
                yield max(0, at - 64) + local.start()
        at = row.find("@", at + 1)


def _phones(row: str, region: str) -> Iterator[int]:
    plain = _ADDRESS.sub(lambda found: " " * len(found[0]), row)
    for found in _NUMBER.finditer(plain):
        before = plain[max(0, found.start() - 1) : found.start()]
        if not (before.isalnum() or before in tuple("@#$€£.,:/_=")) and _is_phone(found[0], region):
            yield found.start()


def _is_phone(text: str, region: str) -> bool:
    digits = re.sub(r"\D", "", text)
    if _DAY.match(text) or _YEARS.fullmatch(text) or (len(digits) == 13 and _ISBN.match(digits)):
        return False
    if _AMERICAN.fullmatch(text):
        return True
    if not (text.startswith("+") or re.search(r"[ ().\-/]", text) or len(digits) in (10, 11)):
        return False
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return False
    if not phonenumbers.is_valid_number(number):
        return False
    if text.startswith("+"):
        return True
    leniency = phonenumbers.Leniency.STRICT_GROUPING
    matches = phonenumbers.PhoneNumberMatcher(text, region, leniency=leniency)
    return any(match.start == 0 and match.end == len(text) for match in matches)
