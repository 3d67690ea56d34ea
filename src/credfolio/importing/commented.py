"""A transcript in Word with comments in its margin: the conversation, and highlights of it."""

from dataclasses import replace

from credfolio.importing.conversations import turns_draft
from credfolio.importing.drafts import Draft, text_draft
from credfolio.importing.highlights import annotated, margins, turns_with_spans
from credfolio.importing.names import Names
from credfolio.importing.page import pieces
from credfolio.importing.result import Content, LeftOut
from credfolio.importing.word import WordFile
from credfolio.model import Credential, Requirement


def conversation_with_comments(
    word: WordFile,
    requirement: Requirement,
    content: Content,
    names: Names,
    credential: Credential,
) -> list[Draft]:
    """The conversation; and an annotation, where comments name a condition."""
    lines = [line for block in pieces(word.page) for line in block.plain.split("\n")]
    found, spans = turns_with_spans(lines, names)
    turns = found.turns if found else ()
    made, _ = margins(word.comments, spans, turns, credential.conditions)
    annotation = next((r for r in credential.requirements if r.kind == "annotation"), None)
    if not made or annotation is None:
        return [turns_draft(word.path, requirement, content, found, names)]
    kept = {margin.number for margin in made}
    rest = [c.whole for number, c in enumerate(word.comments) if number not in kept]
    left_out = tuple(part for part in content.left_out if part.what != "the comments in the margin")
    if rest:
        left_out += (LeftOut("comments that name no condition", "\n".join(rest)),)
    content = replace(content, left_out=left_out)
    body = annotated((), made, turns, names, credential)
    said = tuple(line for margin in made for line in margin.comment.split("\n"))
    highlights = Content("comments on a Word transcript", body, said)
    return [
        turns_draft(word.path, requirement, content, found, names),
        text_draft(word.path, annotation, highlights, names),
    ]
