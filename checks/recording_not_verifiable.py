"""CF308."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio


@check("CF308", "warning")
def recording_not_verifiable(portfolio: Portfolio) -> Iterator[Problem]:
    """A recording lies at a web address.

    Nobody can verify its length here, it may ask for a login, and it may be gone tomorrow.

    Bad:
        recording: https://video.example/talk

    Good:
        recording: media/talk.mp4
    """
    for id, evidence in portfolio.evidence.items():
        for conversation in evidence.conversations:
            for recording in conversation.recordings:
                if recording.remote:
                    message = "The recording lies at a web address, where it can't be verified."
                    hint = "Put the file into the portfolio, or add a transcript."
                    yield Problem(recording.place, message, hint, id)
