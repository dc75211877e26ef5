"""What is limited here, and by how much."""

import json

import click
from flask import current_app

from engage.commands.main import in_bare_app
from engage.sessions.actions import LONGEST_NOTE
from engage.surveys import tables as responses
from engage.surveys import workbooks
from engage.threads.actions import tables as comments
from engage.threads.models import LONGEST_COMMENT
from engage.web.api.lists import MOST_ITEMS
from engage.web.throttle import LIMITS, OFF


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the limits as JSON.")
@in_bare_app
def limits(as_json: bool) -> None:  # noqa: FBT001
    """List every throttle in force and the largest sizes that are taken.

    A throttle is changed by ENGAGE_LIMIT_ and its name in capitals.
    """
    throttles, sizes = _throttles(), _sizes()
    if as_json:
        click.echo(json.dumps({"throttles": throttles, "sizes": sizes}))
        return
    for name, rate in throttles.items():
        click.echo(f"{name:32} {rate}")
    for name, size in sizes.items():
        click.echo(f"{name:32} {size:,}")


def _throttles() -> dict[str, str]:
    in_force = current_app.extensions["engage.limits"]
    return {name: str(in_force.get(name, OFF)) for name in sorted(LIMITS)}


def _sizes() -> dict[str, int]:
    config = current_app.config
    return {
        "request_bytes": config["MAX_CONTENT_LENGTH"],
        "form_parts": config["MAX_FORM_PARTS"],
        "comment_characters": LONGEST_COMMENT,
        "session_note_characters": LONGEST_NOTE,
        "api_list_items": MOST_ITEMS,
        "import_responses_bytes": responses.MOST_BYTES,
        "import_responses_unpacked_bytes": workbooks.MOST_UNPACKED,
        "import_responses_rows": responses.MOST_ROWS,
        "import_responses_columns": responses.MOST_COLUMNS,
        "import_comments_bytes": comments.MOST_BYTES,
        "import_comments_rows": comments.MOST_ROWS,
        "import_comments_columns": comments.MOST_COLUMNS,
    }
