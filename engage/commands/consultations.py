"""Commands that bring whole consultations in."""

import json
from pathlib import Path

import click

from engage.commands.files import FILE
from engage.commands.main import in_app
from engage.consultations.actions import import_consultation
from engage.core.actors import SYSTEM
from engage.core.errors import Invalid


@click.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@in_app
def consultation(file: Path, *, as_json: bool) -> None:
    """Bring in a whole consultation: surveys, threads, texts.

    FILE is what “Download everything” gave on the page of a consultation. All of it
    is brought in, or nothing.
    """
    made = import_consultation(_document(file), by=SYSTEM)
    facts = {"slug": made.slug, "state": made.state}
    if as_json:
        click.echo(json.dumps(facts))
    else:
        click.echo(f"{made.title['en']}: brought in as “{made.slug}” ({made.state}).")


def _document(path: Path) -> object:
    """Return the content of a JSON file.

    Raises:
        Invalid: It is not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        told = f"{path.name} is not a JSON file."
        raise Invalid(told) from error
