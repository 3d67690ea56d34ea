"""Conversations over time: who asks and who states, against values worked by hand."""


def talk(day: str, *turns: str) -> str:
    return f"---\nrequirement: workshops\nrecorded: {day}\nschools: North\n---\n\n" + "\n\n".join(
        turns
    )
