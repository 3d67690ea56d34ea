"""CF303."""

from collections import Counter
from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Conversation, Place, Portfolio
from credfolio.wording import talks
from credfolio.words import label_form

_LEAST_SHARE = 0.05


@check("CF303", "error")
def one_voice(portfolio: Portfolio) -> Iterator[Problem]:
    """Only one person speaks, or the others hardly do.

    A conversation has two voices: somebody besides the main speaker has five of a hundred
    words or more.

    Bad:
        A talk of 1,000 words with one “Okay.” in it.

    Good:
        Two people who both speak.
    """
    for id, evidence in talks(portfolio):
        counted = [(c, _shares(c)) for c in evidence.conversations if c.turns]
        if not counted:
            continue
        conversation, shares = max(counted, key=lambda pair: sum(pair[1].values()))
        total = sum(shares.values())
        if not total:
            continue
        (speaker, most), *_ = shares.most_common(1)
        if total - most >= _LEAST_SHARE * total and len(shares) > 1:
            continue
        turn = conversation.turns[0]
        place = Place(turn.path, turn.line, turn.column)
        if not speaker:
            message = "The transcript does not say who speaks."
            hint = "Begin each turn with its speaker: `**Coach** [00:02:10]: What …`."
        else:
            message = f"Only one voice is heard: {speaker} has {most:,} of {total:,} spoken words."
            hint = "Begin each turn with its speaker; declare their labels in `portfolio.yml`."
        yield Problem(place, message, hint, id)


def _shares(conversation: Conversation) -> Counter[str]:
    """Words by speaker, whatever the case of their label."""
    sizes: dict[str, int] = {}
    for turn, said in zip(conversation.turns, conversation.said, strict=True):
        sizes[turn.speaker] = sizes.get(turn.speaker, 0) + (said.count(" ") + 1 if said else 0)
    names: dict[str, str] = {}
    shares: Counter[str] = Counter()
    for speaker, size in sizes.items():
        shares[names.setdefault(label_form(speaker), speaker)] += size
    return shares
