"""CF308."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio


@check("CF308", "warning")
def recording_not_verifiable(portfolio: Portfolio) -> Iterator[Problem]:
    """A recording lies at a web address.

    Nobody can verify its length here, it may ask for a login, and it may be gone tomorrow. With
    `duration: 00:10:30` beside the address it is at risk; without, its length is not known.

    Bad:
        recording: https://video.example/talk

    Good:
        recording: media/talk.mp4
    """
    for id, evidence in portfolio.evidence.items():
        for conversation in evidence.conversations:
            for recording in conversation.recordings:
                if not recording.remote:
                    continue
                message = "The recording lies at a web address, where it can't be verified"
                message += "." if recording.seconds else ", and its length is not stated."
                hint = "Put the file into the portfolio, or add a transcript."
                if not recording.seconds:
                    hint += " At the least say how long it is: `duration: 00:10:30`."
                yield Problem(recording.place, message, hint, id)
