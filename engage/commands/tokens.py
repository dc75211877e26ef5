"""Commands about tokens of the API."""

import json
from typing import Any

import click

from engage.commands.main import in_app
from engage.commands.named import get_person
from engage.core import clock
from engage.core.actors import SCOPES, SYSTEM
from engage.core.errors import NotFound
from engage.people import actions, queries

USUAL_DAYS = 90
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")


@click.group()
def group() -> None:
    """Let programs use the API in the name of a member of staff."""


@group.command()
@click.argument("email")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(SCOPES),
    help="What it is for; give it again for more.",
)
@click.option(
    "--days",
    default=USUAL_DAYS,
    show_default=True,
    type=click.IntRange(1, actions.LONGEST_TOKEN_DAYS),
    help="How long it lives.",
)
@as_json_option
@in_app
def create(email: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:  # noqa: FBT001
    """Make a token for the person with this address and print it, this once."""
    token = actions.create_token(get_person(email), scopes, days=days, by=SYSTEM)
    click.echo(json.dumps({"token": token}) if as_json else token)


@group.command("list")
@click.argument("email")
@as_json_option
@in_app
def list_all(email: str, as_json: bool) -> None:  # noqa: FBT001
    """List a person's tokens, without what they open doors with."""
    moment = clock.now()
    rows: list[dict[str, Any]] = [
        {
            "id": token.public_id,
            "scopes": token.scopes,
            "expires_at": token.expires_at.isoformat(),
            "is_good": token.is_good(moment),
        }
        for token in queries.list_tokens(get_person(email))
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        state = "good" if row["is_good"] else "over"
        scopes = ", ".join(row["scopes"])
        click.echo(f"{row['id']}  {state}  until {row['expires_at']}  {scopes}")


@group.command()
@click.argument("token", metavar="ID")
@in_app
def revoke(token: str) -> None:
    """End a token at once; ID is what `engage token list` prints."""
    try:
        found = queries.get_token(token)
    except NotFound as error:
        told = f"There is no token with the id “{token}”."
        raise NotFound(told) from error
    actions.revoke_token(found, by=SYSTEM)
    click.echo("The token is over.")
