"""Makes the films of the samples from their captions: `python scripts/sample_films.py`.

A sample shows how a portfolio with recordings looks, and nobody was filmed for it. So a film is a
card for each caption, and says so; it is silent. Needs ffmpeg and the fonts of DejaVu.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

from credfolio.cues import Cue, read_cues

SAMPLES = Path(__file__).parents[1] / "src" / "credfolio" / "samples"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
SIZE = 640, 360
PAPER, INK, SOFT = "#16323f", "#ffffff", "#a9c6d3"
NOTE = "A card of a sample: nobody was filmed, and there is no sound."


def main() -> int:
    """Makes every film anew; the paths of those made."""
    for captions in sorted(SAMPLES.rglob("*.vtt")):
        print(film(captions))
    return 0


def film(captions: Path) -> Path:
    """The film of one file of captions, beside it."""
    made = captions.with_suffix(".mp4")
    cues = read_cues(captions.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        listed = []
        for number, cue in enumerate(cues):
            name = f"{number}.png"
            card(cue).save(Path(folder, name))
            listed.append(f"file {name}\nduration {(cue.end or 0) - (cue.start or 0)}")
        cards = Path(folder, "cards.txt")
        cards.write_text("\n".join([*listed, f"file {name}"]), "utf-8")
        encoding = "-r 4 -c:v libx264 -preset veryslow -tune stillimage -crf 30 -pix_fmt yuv420p"
        length = str((cues[-1].end or 0) - (cues[0].start or 0))
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-f", "concat", "-i", cards, *encoding.split(),
             "-t", length, "-bitexact", "-movflags", "+faststart", made],
            check=True,
        )  # fmt: skip
    return made


def card(cue: Cue) -> Image.Image:
    """What is said as a card; without a speaker it is a title."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    lines = wrap(cue.text, 38)
    top = 170 - 19 * len(lines)
    if cue.speaker:
        draw.text(
            (40, 34), cue.speaker, SOFT, ImageFont.truetype(FONTS / "DejaVuSans-Bold.ttf", 20)
        )
    for number, line in enumerate(lines):
        draw.text((40, top + 38 * number), line, INK, _SPOKEN if cue.speaker else _TITLE)
    draw.text((40, 318), NOTE, SOFT, _SMALL)
    return image


_NAME = ImageFont.truetype(FONTS / "DejaVuSans-Bold.ttf", 20)
_SMALL = ImageFont.truetype(FONTS / "DejaVuSans.ttf", 14)
_SPOKEN = ImageFont.truetype(FONTS / "DejaVuSerif.ttf", 26)
_TITLE = ImageFont.truetype(FONTS / "DejaVuSerif-Bold.ttf", 26)


if __name__ == "__main__":
    sys.exit(main())
