"""What every requirement kind says of itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from credfolio.counting import Count
from credfolio.fields import Field
from credfolio.model import (
    Conversation,
    Credential,
    Document,
    Evidence,
    Fault,
    Measure,
    Metadata,
    Requirement,
)


@dataclass(slots=True)
class Context:
    """What a kind may look at while it reads: evidence of the kinds it needs comes first."""

    root: Path
    credential: Credential
    metadata: Metadata
    evidence: dict[str, Evidence] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def conversations(self) -> tuple[Conversation, ...]:
        return tuple(c for e in self.evidence.values() for c in e.conversations)


@dataclass(frozen=True, slots=True)
class Kind:
    """A requirement kind.

    `requirement_fields`: what a credential may say of it. `document_fields`: its front matter.
    `read`: documents to evidence. `count`: evidence to words. `measures`: counts to measures;
    its repeats are already subtracted. `by_line`: its documents are read before Markdown.
    """

    name: str
    title: str
    read: Callable[[Requirement, tuple[Document, ...], Context], Evidence]
    count: Callable[[Evidence, Credential], Count]
    measures: Callable[[Evidence, Count, Credential], tuple[Measure, ...]]
    requirement_fields: Mapping[str, Field] = field(default_factory=dict)
    document_fields: Mapping[str, Field] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    by_line: bool = False
    finding: str = "CF201"
