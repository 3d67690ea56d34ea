"""`credfolio explain`."""

import click


@click.command()
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Say what a check is about: why it is made, what fails it, what passes."""
    from credfolio.checking import find_check, shipped_checks
    from credfolio.fields import nearest

    if code is None:
        for each in shipped_checks():
            click.echo(f"{each.code}  {each.name:38} {each.severity:8} {each.texts[0]}")
        return 0
    found = find_check(code)
    if found is None:
        codes = tuple(c.code for c in shipped_checks()) + tuple(c.name for c in shipped_checks())
        near = nearest(code, codes)
        hint = f"Did you mean {near}?" if near else "`credfolio explain` lists them."
        raise click.UsageError(f"there is no check {code!r}. {hint}")
    headline, why, bad, good = found.texts
    click.echo(f"{found.code} {found.name} ({found.severity})\n\n{headline}\n")
    if why:
        click.echo(f"{why}\n")
    for title, sample in (("Found fault with", bad), ("In order", good)):
        click.echo(f"{title}:\n\n" + "".join(f"    {row}\n" for row in sample.split("\n")))
    return 0
