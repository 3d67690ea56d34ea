"""Transcripts of any origin as conversation documents."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from credfolio.cues import Cue, Stray, read_all
from credfolio.errors import CredfolioError
from credfolio.importing.drafts import Draft, about_masks, about_parts, text_draft
from credfolio.importing.escaping import escape
from credfolio.importing.names import Names
from credfolio.importing.result import Content, LeftOut
from credfolio.importing.shapes import caption_shape, shape_of
from credfolio.importing.target import guessed
from credfolio.importing.turns import Found, Said, clock, from_cues, write_turns
from credfolio.kinds import is_talk
from credfolio.model import Credential, Requirement
from credfolio.subtitles import corrected
from credfolio.words import plural, typed, words

_MEETING_CLOCK = 600.0


# --- captions --------------------------------------------------------------------------------


def captions_draft(
    file: Path,
    text: str,
    notes: tuple[str, ...],
    credential: Credential,
    names: Names,
    wanted: Requirement | None,
) -> Draft:
    """Timed text as a conversation. Raises CredfolioError where nothing is said in it."""
    known = [n for p in names.metadata.participants for n in (p.label, p.id)]
    cues, strays = read_all(text, [*known, *names.given])
    if not cues:
        raise CredfolioError(_no_captions(file, strays))
    before = _introduction(strays, cues)
    left_out = tuple(_left_out(strays[1:] if before else strays, names))
    content = Content(caption_shape(text, strays), escape(before), (), left_out, notes)
    requirement = wanted or guessed(credential, file, content, True)
    if not is_talk(requirement.kind):
        raise CredfolioError(
            f"{file.name} is a transcript, and {requirement.id} asks for none: leave out --as."
        )
    return _draft(file, requirement, content, from_cues(cues), names)


def _introduction(strays: Sequence[Stray], cues: Sequence[Cue]) -> str:
    """Text above the header and all captions, which stays."""
    if strays and strays[0].kind == "text" and strays[0].line < cues[0].line:
        return strays[0].text.strip()
    return ""


def _no_captions(file: Path, strays: Sequence[Stray]) -> str:
    timing = next((stray for stray in strays if stray.kind == "timing"), None)
    if timing is None:
        return (
            f"{file.name} holds no captions with words. Each needs a line such as "
            "00:00:01.000 --> 00:00:04.000 above it."
        )
    times = next(line for line in timing.text.split("\n") if "-->" in line)
    write = corrected(times) or "00:00:01.000 --> 00:00:04.000"
    return (
        f"{file.name}: no line of times is written as captions need it. Line {timing.line} should "
        f"be {write}. If all are alike, take out the line WEBVTT: then it is read as SRT."
    )


_LEFT_OUT = (
    ("header", "the header of the captions file"),
    ("note", "comments of the captions file"),
    ("style", "styles of the captions file"),
    ("id", "names of captions"),
    ("timing", "captions whose times can't be read"),
    ("text", "lines without a time"),
    ("tag", "words in angle brackets, which captions take for a tag"),
)


def _left_out(strays: Sequence[Stray], names: Names) -> Iterator[LeftOut]:
    for kind, what in _LEFT_OUT:
        found = [stray for stray in strays if stray.kind == kind]
        text = "\n".join(stray.text for stray in found)
        if kind == "header":
            text = text.removeprefix("\ufeff").removeprefix("WEBVTT")
        if not words(text):
            continue
        if kind in ("timing", "text", "tag"):
            what = f"{what}, from line {found[0].line}"
        yield LeftOut(what, names.mask(text)[0])


# --- text ------------------------------------------------------------------------------------


def turns_draft(
    file: Path, requirement: Requirement, content: Content, found: Found | None, names: Names
) -> Draft:
    """Text in which turns were found, or looked for in vain, as a conversation."""
    if found is None:
        note = (
            "No speakers were found. Begin each turn with its speaker: **Coach** [00:00:05]: What …"
        )
        return text_draft(file, requirement, replace(content, notes=(*content.notes, note)), names)
    left_out = content.left_out
    if words(found.tool):
        left_out = (*left_out, LeftOut("lines of the recording tool", names.mask(found.tool)[0]))
    shape = shape_of(content, found.tool)
    content = replace(content, shape=shape, left_out=left_out, body=escape(found.before))
    return _draft(file, requirement, content, found.turns, names)


def _draft(
    file: Path, requirement: Requirement, content: Content, turns: Sequence[Said], names: Names
) -> Draft:
    before, count = names.mask(content.body)
    masked = []
    for turn in turns:
        text, times = names.mask(turn.text)
        masked.append(replace(turn, text=text))
        count += times
    body = write_turns(masked, names, markdown=content.markdown)
    if before.strip():
        body = f"{_paragraphs(before)}\n\n{body}"
    about = (*about_masks(count), *about_parts(names, body))
    notes = (*content.notes, *about, *_about_turns(file, turns, names))
    spoken = sum(words(turn.text) for turn in turns)
    return Draft(file, requirement, replace(content, notes=notes), body, spoken)


def _paragraphs(before: str) -> str:
    return "\n\n".join(line for line in before.split("\n") if line.strip())


def _about_turns(file: Path, turns: Sequence[Said], names: Names) -> Iterator[str]:
    unnamed = sum(turn.speaker is None for turn in turns)
    if unnamed:
        yield (
            f"{file.name} does not say who speaks in {plural(unnamed, 'turn')}: they are marked "
            "**Speaker**. Put the right label there, turn by turn."
        )
    if names.unknown:
        yield _unknown(file, names)
    start = next((turn.start for turn in turns if turn.start is not None), 0.0)
    if start >= _MEETING_CLOCK:
        yield (
            f"The times begin at {clock(start)}. If they are a longer meeting's clock, add "
            f"`starts_at: {clock(start)}` below `requirement:`."
        )


def _unknown(file: Path, names: Names) -> str:
    """How to give labels to those who speak without one."""
    labels = [p.label for p in names.metadata.participants] or ["Coach", "Partner"]
    free = [label for label in labels if label not in names.taken]
    free += ["…"] * (len(names.unknown) - len(free))
    pairs = [*names.speakers.items(), *zip(names.unknown, free, strict=False)]
    options = [part for name, label in pairs for part in ("--speaker", f"{name}={label}")]
    verb = "is no participant" if len(names.unknown) == 1 else "are no participants"
    return (
        f"{', '.join(names.unknown)} {verb} of portfolio.yml. To keep names out, write them into "
        "private.yml with their labels and run `credfolio redact`. Or take the turns out of the "
        f"new document again and type: {typed('import', str(file), *options)}"
    )
