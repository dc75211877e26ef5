"""`engage import responses`, `list` and `undo`, and `engage export responses`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from engage.commands.files import FILE
from engage.commands.main import in_app
from engage.commands.named import get_survey
from engage.core.actors import SYSTEM
from engage.surveys import actions, queries
from engage.surveys.files import FORMATS

NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("responses")
@click.argument("file", type=FILE)
@click.option("--survey", "slug", required=True, help="The survey's address.")
@click.option(
    "--from",
    "source",
    type=click.Choice(actions.SOURCES),
    default="engage",
    help="The program that wrote the file.",
)
@click.option("--dry-run", is_flag=True, help="Only look for faults.")
@click.option("--allow-duplicate", is_flag=True, help="Take the same file again.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@in_app
def import_responses(
    file: Path,
    slug: str,
    source: str,
    dry_run: bool,  # noqa: FBT001
    allow_duplicate: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> int:
    """Import responses from FILE (CSV or XLSX): all of them or none.

    A file from LimeSurvey has its question codes as columns; what was never sent off
    there is left out.
    """
    options = actions.ImportOptions(
        is_dry_run=dry_run,
        allows_duplicate=allow_duplicate,
        name=file.name,
        source=source,
    )
    try:
        done = actions.import_responses(
            get_survey(slug), file, options, by=SYSTEM, progress=_show_progress
        )
    except actions.ImportRefused as refused:
        _tell_faults(refused, as_json=as_json)
        return 1
    if as_json:
        click.echo(json.dumps(asdict(done)))
    else:
        words = "would be imported" if done.is_dry_run else "imported"
        click.echo(f"{done.responses} responses with {done.texts} texts {words}.")
        if done.left_out:
            click.echo(f"{done.left_out} rows without an answer are left out.")
    return 0


@click.command("list")
@click.option("--survey", "slug", required=True, help="The survey's address.")
@click.option("--json", "as_json", is_flag=True, help="Print the batches as JSON.")
@in_app
def list_batches(slug: str, as_json: bool) -> None:  # noqa: FBT001
    """List what was brought into a survey: files and stacks of paper forms."""
    found = [asdict(item) for item in queries.list_batches(SYSTEM, get_survey(slug))]
    if as_json:
        click.echo(json.dumps(found, default=str))
        return
    for item in found:
        state = " (undone)" if item["is_undone"] else ""
        click.echo(
            f"{item['id']}  {item['imported_at']:%Y-%m-%d}  {item['kind']}  "
            f"{item['responses']} responses  {item['name']}{state}"
        )


@click.command("undo")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@click.option("--survey", "slug", required=True, help="The survey's address.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@in_app
def undo(number: int, slug: str, as_json: bool) -> None:  # noqa: FBT001
    """Take back batch NUMBER: its answers go, its texts are blanked everywhere.

    `engage import list` shows the numbers. A batch that a published edition counts
    stays.
    """
    batch = queries.get_batch(get_survey(slug), str(number))
    taken = actions.undo_batch(batch, by=SYSTEM)
    if as_json:
        click.echo(json.dumps({"batch": number, "responses": taken}))
    else:
        click.echo(f"Batch {number} is undone: {taken} responses taken back.")


@click.command("responses")
@click.option("--survey", "slug", required=True, help="The survey's address.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="csv")
@click.option("--variant", type=click.Choice(actions.VARIANTS), default="safe")
@click.option("-o", "--output", type=NEW_FILE, required=True, help="The file to write.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@in_app
def export_responses(
    slug: str,
    kind: str,
    variant: str,
    output: Path,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Export a survey's responses: safe to share, or raw with every word."""
    options = actions.ExportOptions(kind=kind, variant=variant)
    count = actions.export_responses(get_survey(slug), output, options, by=SYSTEM)
    if as_json:
        click.echo(json.dumps({"responses": count, "file": str(output)}))
    else:
        click.echo(f"{count} responses written to {output}.")


def _show_progress(rows: int, expected: int) -> None:
    if sys.stderr.isatty():
        told = f"\r{rows} of about {expected} rows read"
        click.echo(told, nl=rows >= expected, err=True)


def _tell_faults(refused: actions.ImportRefused, *, as_json: bool) -> None:
    if as_json:
        faults = [asdict(fault) for fault in refused.faults]
        click.echo(json.dumps({"errors": faults}, ensure_ascii=False))
        return
    click.echo(refused.message, err=True)
    for fault in refused.faults:
        where = f"row {fault.row}, column {fault.column or '?'}"
        click.echo(f"{where}: “{fault.value}”: {fault.reason}", err=True)
