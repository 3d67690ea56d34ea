"""Conversations over time: who asks and who states, against values worked by hand."""

from pathlib import Path

import pytest
from support import check, run
from test_kinds import lay_specimen

from credfolio.compose import compose
from credfolio.compose.site import ComposeOptions
from credfolio.kinds.conversations.figures import Asking, Counted, over_time, role_of, trends
from credfolio.model import Report


def talk(day: str, *turns: str) -> str:
    return f"---\nrequirement: workshops\nrecorded: {day}\nschools: North\n---\n\n" + "\n\n".join(
        turns
    )
