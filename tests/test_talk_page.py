"""The conversation's page with a real encoder's recording, as an assessor hears it from a disk."""

import re
import shutil
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from media import FFMPEG, encode, needs_ffmpeg, repeat
from playwright.sync_api import Browser, Page
from support import ANNOTATION, BASE, CONVERSATION, check, document, lay

from credfolio.compose import ComposeOptions, Site, compose
from credfolio.model import Report
from credfolio.publish import build
from credfolio.workspace import find

TALK = (BASE / "portfolio" / CONVERSATION).read_text("utf-8")
LENGTH = 601
VIDEO = ("-c:v", "libx264", "-preset", "ultrafast", "-r", "2", "-crf", "45", "-ar", "8000")
SPANS = {
    "trust": "0:10–0:20",
    "dialogue": "2:28–2:50",
    "feedback": "1:00–1:09",
    "action": "4:26–5:00",
}

Lay = Callable[..., Path]


def with_recording(name: str, text: str = TALK, **meta: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in {"recording": name, **meta}.items())
    return text.replace("requirement: conversation\n", f"requirement: conversation\n{lines}", 1)


def pointers() -> str:
    """An annotation that points into a recording, with a comment for each condition."""
    return document(
        "annotation",
        "".join(f"## {c} {{#{c}}}\n\n> [{s}]\n\nThis shows {c}.\n\n" for c, s in SPANS.items()),
    )


def recorded_only(name: str, **meta: str) -> dict[str, str | bytes | None]:
    """The files of a portfolio on the recording route."""
    text = document("conversation", "We met after school.\n", recording=name, **meta)
    return {CONVERSATION: text, ANNOTATION: None, "2-evidence/annotation.md": pointers()}


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten minutes of a tone as sound and as video."""
    if FFMPEG is None:
        pytest.skip("no ffmpeg is installed here")
    folder = tmp_path_factory.mktemp("recordings")
    sound = encode(folder / "short.mp3", 20, "-ar", "8000", "-ac", "1", "-b:a", "8k")
    video = encode(folder / "short.mp4", 20, *VIDEO, video=True)
    repeat(folder / "talk.mp3", sound, LENGTH)
    repeat(folder / "talk.mp4", video, LENGTH)
    return folder


@pytest.fixture(scope="module")
def talk(recordings: Path, tmp_path_factory: pytest.TempPathFactory) -> Lay:
    """Builds the base portfolio with other files; the same files are built once."""
    done: dict[str, Path] = {}

    def built(files: dict[str, str | bytes | None], recording: str = "talk.mp3") -> Path:
        key = repr(sorted(files.items()))
        if key not in done:
            folder = lay(tmp_path_factory.mktemp("talk"), files)
            shutil.copy(recordings / recording, folder / "portfolio" / "2-evidence" / recording)
            done[key] = build(find(folder), check(folder), draft=True)
        return done[key] / CONVERSATION.replace(".md", ".html")

    return built


@pytest.fixture
def heard(talk: Lay) -> Path:
    """The page of the base conversation with its sound."""
    return talk({CONVERSATION: with_recording("talk.mp3")})


def now(page: Page) -> float:
    return float(page.evaluate("document.querySelector('.cf-media').currentTime"))


def current(page: Page) -> list[str]:
    """What is marked as playing, by its id."""
    found = page.locator(".cf-talk [aria-current=true]")
    return [str(each.get_attribute("id")) for each in found.all()]


def wait_until(page: Page, script: str) -> None:
    page.wait_for_function(
        f"() => {{ const media = document.querySelector('.cf-media'); {script} }}"
    )


# --- playing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["talk.mp3", "talk.mp4"])
def test_a_turns_button_plays_from_there(page: Page, talk: Lay, name: str) -> None:
    """The button of a turn moves the recording to it and starts it, and the turn is marked; as the
    recording goes on, so does the mark.
    """
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(talk({CONVERSATION: with_recording(name)}, name).as_uri())
    assert current(page) == []
    button = page.get_by_role("button", name="0:25, Coach: play from here")
    button.click()
    wait_until(page, "return !media.paused && media.currentTime > 25.2")
    assert 25 < now(page) < 29
    assert current(page) == ["turn-3"]
    page.evaluate("document.querySelector('.cf-media').currentTime = 30.8")
    page.wait_for_selector("#turn-4[aria-current=true]")
    page.get_by_role("button", name="0:14, Partner: play from here").click()
    page.wait_for_selector("#turn-2[aria-current=true]")
    assert current(page) == ["turn-2"] and now(page) < 20
    assert said == []


def test_captions_are_what_was_said(page: Page, talk: Lay) -> None:
    """The video's captions come from the transcript, and are on."""
    page.goto(talk({CONVERSATION: with_recording("talk.mp4")}, "talk.mp4").as_uri())
    track = page.evaluate(
        """() => {
            const track = document.querySelector('video').textTracks[0];
            const cues = Array.from(track.cues, cue => [cue.startTime, cue.endTime, cue.text]);
            return {kind: track.kind, mode: track.mode, cues};
        }"""
    )
    assert (track["kind"], track["mode"]) == ("captions", "showing")
    words = " ".join(text for _, _, text in track["cues"]).split()
    turns = page.locator(".cf-turn").all()
    spoken = " ".join(turns[0].locator(".cf-said").inner_text().split())
    assert " ".join(words).startswith(f"Coach: {spoken}")
    assert all(len(text) <= 84 and end > start for start, end, text in track["cues"])
    assert track["cues"][0][0] == 5


def test_a_transcript_on_a_longer_clock(page: Page, talk: Lay) -> None:
    """`starts_at:` is what the clock showed when the recording began."""
    later = re.sub(r"\[00:(\d\d)", lambda time: f"[01:{time[1]}", TALK)
    page.goto(
        talk({CONVERSATION: with_recording("talk.mp3", later, starts_at="01:00:00")}).as_uri()
    )
    page.get_by_role("button", name="1:00:25, Coach: play from here").click()
    wait_until(page, "return media.currentTime > 25")
    assert 25 < now(page) < 29
    assert current(page) == ["turn-3"]
    assert (
        page.locator(".cf-strips figcaption")
        .inner_text()
        .startswith("Where each condition shows, from 1:00:00 to 1:10:01")
    )


def test_the_page_moves_only_when_asked(page: Page, heard: Path) -> None:
    """Scrolling along is off at first; when it is on, the turn that plays comes into view."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(heard.as_uri())
    follow = page.get_by_label("Scroll along")
    assert not follow.is_checked()
    page.get_by_role("button", name="0:05, Coach: play from here").click()
    page.wait_for_selector("#turn-1[aria-current=true]")
    before = page.evaluate("scrollY")
    page.evaluate("document.querySelector('.cf-media').currentTime = 466.5")
    page.wait_for_selector(".cf-turn:last-child[aria-current=true]")
    assert page.evaluate("scrollY") == before
    follow.check()
    page.evaluate("document.querySelector('.cf-media').currentTime = 25.5")
    page.wait_for_selector("#turn-3[aria-current=true]")
    page.evaluate("document.querySelector('.cf-media').currentTime = 466.5")
    page.wait_for_function("() => scrollY > 3000")
    box = page.locator(".cf-turn[aria-current=true]").bounding_box()
    assert box is not None and 0 < box["y"] < 900


def test_with_keys_alone(page: Page, heard: Path) -> None:
    """Tab reaches the times, arrows go from one to the next, Enter plays, Escape pauses; what has
    the focus is seen and not covered by the player.
    """
    page.goto(heard.as_uri())
    page.locator(".cf-filter input").last.focus()
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("aria-label") == "0:05, Coach: play from here"
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    assert focused.get_attribute("aria-label") == "0:25, Coach: play from here"
    assert focused.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector("#turn-3[aria-current=true]")
    wait_until(page, "return !media.paused")
    page.keyboard.press("Escape")
    wait_until(page, "return media.paused")
    for _ in range(30):
        page.keyboard.press("ArrowDown")
    for _ in range(25):
        page.keyboard.press("ArrowUp")
        top = page.locator(".cf-player").bounding_box()
        box = focused.bounding_box()
        assert top and box and box["y"] >= top["y"] + top["height"]


def test_a_recording_that_the_browser_can_not_play(page: Page, tmp_path: Path) -> None:
    """The page says so, and its times are links to the file again."""
    files: dict[str, str | bytes | None]
    files = {CONVERSATION: with_recording("talk.mp3"), "2-evidence/talk.mp3": b"ID3" + bytes(99)}
    folder = lay(tmp_path, files)
    site = build(find(folder), check(folder), draft=True)
    page.goto((site / "2-evidence" / "conversation.html").as_uri())
    page.wait_for_selector(".cf-player-status:not(:empty)")
    assert "can't play" in page.locator(".cf-player-status").inner_text()
    assert page.locator("a.cf-play-link:visible").count() > 20
    assert page.locator("button.cf-play:visible").count() == 0


def test_a_host_that_sends_only_from_the_beginning(page: Page, heard: Path) -> None:
    """Where a web host does not send parts of a file, a button that can't do its work says so."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(heard.parents[1]))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/2-evidence/conversation.html")
        page.get_by_role("button", name="0:25, Coach: play from here").click()
        page.wait_for_selector(".cf-player-status:not(:empty)")
        assert "only from its beginning" in page.locator(".cf-player-status").inner_text()
        server.shutdown()


# --- without a script, on paper --------------------------------------------------------------


def test_without_a_script_times_are_links_into_the_recording(browser: Browser, heard: Path) -> None:
    """Where no script runs, a turn's time opens the file at that place, and no control is dead."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(heard.as_uri())
    assert page.locator("audio[controls]").is_visible()
    assert page.locator(".cf-talk button:visible, .cf-talk input:visible").count() == 0
    page.locator("#turn-3 a.cf-play-link").click()
    page.wait_for_url("**/talk.mp3#t=25")
    context.close()


def test_on_paper_every_turn_is_there(page: Page, heard: Path) -> None:
    """Whatever is chosen on the screen, paper has all turns, times and labels, and no controls."""
    page.goto(heard.as_uri())
    turns = page.locator(".cf-turn").count()
    page.locator(".cf-filter input").first.check()
    assert page.locator(".cf-turn:visible").count() < turns
    page.emulate_media(media="print")
    assert page.locator(".cf-turn:visible").count() == turns
    assert page.locator(".cf-turn .cf-play-link:visible").count() == turns
    assert (
        page.locator("audio:visible, .cf-talk button:visible, .cf-talk input:visible").count() == 0
    )
    labels = {tag.inner_text().split("\n")[0] for tag in page.locator(".cf-said .cf-tag").all()}
    assert {label.partition(":")[0] for label in labels} == {
        "Trust",
        "Dialogue",
        "Feedback",
        "Action",
    }


# --- choosing turns --------------------------------------------------------------------------


def test_turns_can_be_chosen_by_condition(page: Page, heard: Path) -> None:
    """Ticked conditions leave their turns; how many is said; a link to another turn shows it."""
    page.goto(heard.as_uri())
    turns = page.locator(".cf-turn").count()
    status = page.locator(".cf-filter-status")
    page.get_by_role("checkbox", name="Trust").check()
    shown = page.locator(".cf-turn:visible")
    assert {each.get_attribute("data-cf-conditions") for each in shown.all()} == {"trust"}
    assert status.inner_text() == f"{shown.count()} of {turns} turns are shown."
    assert status.get_attribute("role") == "status"
    page.get_by_role("checkbox", name="Dialogue").check()
    assert shown.count() >= 2
    page.locator(".cf-lane-bars a[aria-label^=Feedback]").first.click()
    assert shown.count() == turns
    page.get_by_role("checkbox", name="Action").check()
    page.get_by_role("button", name="Show every turn").click()
    assert shown.count() == turns
    assert status.inner_text() == "Every turn is shown."


# --- the strip, pointers, addresses ----------------------------------------------------------


def composed(folder: Path, files: dict[str, str | bytes | None]) -> tuple[Site, Report]:
    report = check(lay(folder, files))
    return compose(report, ComposeOptions(draft=True)), report


def bars(site: Site, lane: str) -> list[tuple[float, float, float]]:
    """(start, width, height in the lane) of a condition's marks on the strip."""
    page = site.page(CONVERSATION)
    assert page is not None
    found = re.findall(
        rf'aria-label="{lane}, [^"]*">.*?cf-lane-bar[^>]* x="([\d.]+)%" y="(\d+)"'
        r' width="([\d.]+)%"',
        page.html,
        re.S,
    )
    return [(float(start), float(width), float(y)) for start, y, width in found]


@needs_ffmpeg
def test_the_strip_shows_highlights_in_time(tmp_path: Path, recordings: Path) -> None:
    """A mark stands where its words were said: 1:00 of 10:01 is a tenth of the way."""
    sound = (recordings / "talk.mp3").read_bytes()
    files: dict[str, str | bytes | None]
    files = {CONVERSATION: with_recording("talk.mp3"), "2-evidence/talk.mp3": sound}
    site, _ = composed(tmp_path, files)
    [(start, width, _)] = bars(site, "Feedback")
    assert start == pytest.approx(60 / 601 * 100, abs=0.2)
    assert 0 < width < 3


def test_without_times_the_strip_counts_words(tmp_path: Path) -> None:
    """Where turns have no times, a mark stands where its words are among all words."""
    untimed = re.sub(r" \[\d\d:\d\d:\d\d\]", "", TALK)
    site, report = composed(tmp_path, {CONVERSATION: untimed})
    turns = report.portfolio.conversations[0].turns
    highlight = next(h for h in report.portfolio.highlights if h.conditions == ("feedback",))
    assert highlight.match is not None
    before = sum(len(turn.spoken.split()) for turn in turns[: highlight.match.first])
    whole = sum(len(turn.spoken.split()) for turn in turns)
    [(start, _, _)] = bars(site, "Feedback")
    assert start == pytest.approx(before / whole * 100, abs=0.5)


def test_highlights_that_overlap_are_both_seen(tmp_path: Path) -> None:
    """Two highlights of one condition on the same words lie in two rows of its lane."""
    again = (
        "## Trust {#trust}\n\n> You can stop it whenever you like, and you need not tell me why."
    )
    more = document("annotation", f"{again}\n\nNobody has to say why.\n\n{again[19:]}\n\nNobody.\n")
    site, _ = composed(tmp_path, {"2-evidence/annotation/more.md": more})
    rows = [(start, y) for start, _, y in bars(site, "Trust")]
    assert len({y for start, y in rows if start == rows[0][0]}) >= 2


def test_a_pointer_is_a_moment_that_plays_to_its_end(page: Page, talk: Lay) -> None:
    """Without a transcript, what the annotation points to are moments: on the strip, with a button
    that plays from the beginning of the span and stops at its end.
    """
    path = talk(recorded_only("talk.mp3"))
    page.goto(path.as_uri())
    assert page.locator(".cf-moment").count() == 4
    assert page.locator(".cf-lane-bars a").count() == 4
    page.get_by_role("button", name="2:28–2:50, dialogue: play from here").click()
    page.wait_for_selector(".cf-moment.cf-c2[aria-current=true]")
    assert 148 <= now(page) < 152
    page.evaluate("document.querySelector('.cf-media').currentTime = 168")
    page.evaluate("document.querySelector('.cf-media').playbackRate = 8")
    wait_until(page, "return media.paused && media.currentTime >= 170")
    assert now(page) < 175
    page.goto(path.with_name("annotation.html").as_uri())
    page.get_by_role("link", name="In the recording, 2:28–2:50").click()
    page.wait_for_url("**/conversation.html#cf-at-highlight-2")


def test_a_recording_elsewhere_is_a_link_and_a_warning(page: Page, tmp_path: Path) -> None:
    """Nothing is asked from another host until a reader follows the link."""
    files = recorded_only("https://video.example/talk", duration="00:10:30")
    folder = lay(tmp_path, files)
    site = build(find(folder), check(folder), draft=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "2-evidence" / "conversation.html").as_uri())
    assert page.locator("audio, video").count() == 0
    part = page.get_by_role("region", name="Recording")
    assert "The recording is on another site" in part.inner_text()
    assert "states that it lasts 10:30" in part.inner_text()
    link = part.get_by_role("link", name="https://video.example/talk")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert all(url.startswith("file:") for url in asked)


def test_the_recording_is_published_as_it_is(heard: Path, recordings: Path) -> None:
    """The site has the author's own bytes."""
    assert heard.with_name("talk.mp3").read_bytes() == (recordings / "talk.mp3").read_bytes()


# --- for everybody ---------------------------------------------------------------------------

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize(
    ("kind", "scheme"), [("sound", "light"), ("sound", "dark"), ("moments", "light")]
)
def test_nobody_is_kept_out(browser: Browser, talk: Lay, kind: str, scheme: str) -> None:
    """axe finds nothing against WCAG 2.2 AA, in light and dark, while a turn plays."""
    files = recorded_only("talk.mp3")
    if kind == "sound":
        files = {CONVERSATION: with_recording("talk.mp3")}
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(talk(files).as_uri())
    page.locator("button.cf-play").nth(2).click()
    page.wait_for_selector(".cf-talk [aria-current=true]")
    options = {"reporter": "no-passes", "runOnly": {"type": "tag", "values": WCAG}}
    found = Axe().run(page, options=options).response
    context.close()
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found["violations"]] == []
