"""CF804."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio


@check("CF804", "note")
def recording_without_transcript(portfolio: Portfolio) -> Iterator[Problem]:
    """A recording has no transcript for those who can't hear it.

    The credential may ask for no more than the recording. An assessor who doesn't hear well, or has
    no sound where she reads, can't follow it all the same; a transcript becomes captions too.

    Bad:
        recording: media/talk.mp4

    Good:
        recording: media/talk.mp4
        transcript: talk.vtt
    """
    for id, evidence in portfolio.evidence.items():
        for conversation in evidence.conversations:
            if not conversation.turns:
                for recording in conversation.recordings:
                    # What can't be played has a finding that matters more.
                    if recording.seconds and not recording.remote:
                        message = f"The recording `{recording.path}` has no transcript."
                        hint = "Add one with `transcript: talk.vtt`: your recorder's own will do."
                        yield Problem(recording.place, message, hint, id)
