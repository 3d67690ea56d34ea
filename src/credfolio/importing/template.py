"""The Word file that `credfolio init --word` writes: a section for each requirement."""

import io
import zipfile
from pathlib import Path
from typing import Any

from credfolio.files import write_new
from credfolio.importing.hints import (
    EXAMPLE,
    FILE,
    HINT,
    Hint,
    introduction,
    labels,
    of_condition,
    of_requirement,
    part_line,
    title,
)
from credfolio.model import Credential, Metadata
from credfolio.read import read_portfolio
from credfolio.workspace import find

_FONT = "Calibri"
_ACCENT, _INK, _QUIET, _TINT = "1F5F5B", "1B1F23", "4A5557", "EEF4F3"
_LANGUAGES = {"en": "en-US", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "pt": "pt-BR"}


def add_template(root: Path, credential: Credential) -> tuple[Path, bool]:
    """(the template in the workspace `root`, whether it was written: one that is there stays).

    It is for the credential, and uses the labels, of the portfolio that is there.
    """
    portfolio = read_portfolio(find(root))
    path = root / FILE
    content = write_template(portfolio.credential or credential, portfolio.metadata)
    return path, write_new(path, content)


def write_template(credential: Credential, metadata: Metadata) -> bytes:
    """The file, the same bytes for the same credential and labels."""
    import docx

    word = docx.Document()
    _set_up(word, credential, metadata.language)
    people = labels(metadata)
    word.add_paragraph(title(credential), style="Title")
    _write(word, introduction(people))
    for number, part in enumerate(credential.parts, 1):
        for at, requirement in enumerate(part.requirements):
            word.add_heading(requirement.title, 1)
            first = (part_line(number, part.title),) if at == 0 else ()
            _write(word, (*first, *of_requirement(requirement, credential, people)))
            if requirement.kind == "annotation":
                for condition in credential.conditions:
                    word.add_heading(condition.title, 2)
                    _write(word, of_condition(condition.look_for))
                    word.add_paragraph()
            else:
                word.add_paragraph()
    return _steady(word)


def _write(word: Any, hints: tuple[Hint, ...]) -> None:
    from docx.shared import Pt

    for hint in hints:
        paragraph = word.add_paragraph(style=hint.style)
        paragraph.add_run(hint.text).bold = hint.prompt or None
    if hints:
        paragraph.paragraph_format.space_after = Pt(10)


# --- how it looks ----------------------------------------------------------------------------


def _set_up(word: Any, credential: Credential, language: str) -> None:
    from docx.shared import Cm

    properties = word.core_properties
    properties.title = title(credential)
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.language = language
    for section in word.sections:
        section.page_width, section.page_height = Cm(21.59), Cm(27.94)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.2)
    _set_text(word, language)
    _set_headings(word)
    _add_hint_styles(word)


def _set_text(word: Any, language: str) -> None:
    from docx.shared import Pt

    normal = word.styles["Normal"]
    _font(normal, 11, _INK)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.2
    _language(word, language)


def _set_headings(word: Any) -> None:
    from docx.shared import Pt

    for name, size, before, after in (
        ("Title", 26, 0, 10), ("Heading 1", 18, 32, 8), ("Heading 2", 14, 20, 6),
        ("Heading 3", 12, 14, 4),
    ):  # fmt: skip
        style = word.styles[name]
        _font(style, size, _ACCENT)
        style.font.bold = name != "Title"
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
        style.paragraph_format.keep_with_next = True
        _without(style, "pBdr")
    _border(word.styles["Heading 1"], _LINE.format("bottom", 6, 4, _ACCENT))
    _font(word.styles["Quote"], 11, _INK)
    word.styles["Quote"].font.italic = True
    _indent(word.styles["Quote"], 1.0)
    word.styles["Quote"].paragraph_format.space_after = Pt(8)


def _add_hint_styles(word: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    for name, base in ((HINT, "Normal"), (EXAMPLE, HINT)):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles[base]
        style.next_paragraph_style = word.styles["Normal" if name == HINT else EXAMPLE]
        style.quick_style = True
        _font(style, 10, _QUIET)
        style.font.italic = name == EXAMPLE
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.25
        style.paragraph_format.keep_with_next = True
        _indent(style, 0.35 if name == HINT else 1.0)
    frame = (
        _LINE.format("top", 4, 5, _TINT),
        _LINE.format("left", 18, 8, _ACCENT),
        _LINE.format("bottom", 4, 5, _TINT),
    )
    _border(word.styles[HINT], "".join(frame))
    _shade(word.styles[HINT])


def _font(style: Any, size: int, color: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = _FONT, Pt(size)
    style.font.color.rgb = RGBColor.from_string(color)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), _FONT)


def _indent(style: Any, centimetres: float) -> None:
    from docx.shared import Cm

    style.paragraph_format.left_indent = Cm(centimetres)


def _without(style: Any, name: str) -> None:
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for found in properties.findall(qn(f"w:{name}")):
        properties.remove(found)


_LINE = '<w:{} w:val="single" w:sz="{}" w:space="{}" w:color="{}"/>'


def _border(style: Any, lines: str) -> None:
    _add(style, f"<w:pBdr {{0}}>{lines}</w:pBdr>")


def _shade(style: Any) -> None:
    _add(style, f'<w:shd {{0}} w:val="clear" w:color="auto" w:fill="{_TINT}"/>')


def _add(style: Any, xml: str) -> None:
    """Adds a property to a style where the order that Word insists on has it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    properties = style.element.get_or_add_pPr()
    later = {qn(f"w:{name}") for name in ("shd", "tabs", "spacing", "ind", "jc", "outlineLvl")}
    at = next((n for n, e in enumerate(properties) if e.tag in later), len(properties))
    properties.insert(at, parse_xml(xml.format(nsdecls("w"))))


def _language(word: Any, language: str) -> None:
    """The language for Word's spelling check."""
    from docx.oxml.ns import qn

    code = _LANGUAGES.get(language, language)
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), code)


def _steady(word: Any) -> bytes:
    """The saved file with fixed dates and without the picture of an empty page."""
    saved, steady = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(steady, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return steady.getvalue()
