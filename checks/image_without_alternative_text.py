"""CF802."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio


@check("CF802", "warning")
def image_without_alternative_text(portfolio: Portfolio) -> Iterator[Problem]:
    """A picture has no text for those who can't see it.

    Bad:
        ![](tally.jpg)

    Good:
        ![A paper tally: nine marks at table one, none at table five](tally.jpg)
    """
    for document in portfolio.documents:
        for link in document.links:
            if link.image and not link.text.strip():
                message = f"The picture `{link.target}` has no alternative text."
                hint = f"Write what it shows: `![A tally with nine marks …]({link.target})`."
                hint += " If the text comes from Word: right click, View Alt Text; import again."
                yield Problem(Place(document.path, link.line, link.column), message, hint)
        if document.is_exhibit and "image" in document.meta and not document.meta.get("alt"):
            message = f"The picture `{document.meta['image']}` has no alternative text."
            hint = "Add a line `alt: A tally with nine marks …` below `image:`."
            yield Problem(document.places["image"], message, hint)
