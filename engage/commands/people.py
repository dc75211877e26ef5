"""Commands about staff and about the audit log."""

import json
import sys

import click
from flask import current_app

from engage.commands.main import REFUSED, in_app
from engage.commands.named import get_person
from engage.core.actors import SYSTEM, Role
from engage.core.audit import count_entries, find_broken_entries
from engage.core.i18n import LANGUAGES
from engage.core.mail import sender_of
from engage.people import actions
from engage.people.letters import invitation_link, reset_link


@click.group()
def user() -> None:
    """Create and disable people who work here."""


@user.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--catchment", "catchments", multiple=True, help="May be repeated.")
@click.option("--name", default="", help="How colleagues see the person.")
@click.option("--password-stdin", is_flag=True, help="Read the password from input.")
@in_app
def create(
    email: str,
    role: str,
    catchments: tuple[str, ...],
    name: str,
    password_stdin: bool,  # noqa: FBT001
) -> None:
    """Create somebody who may sign in."""
    made = actions.create_user(
        email,
        role=Role(role),
        password=_password(from_input=password_stdin),
        catchments=catchments,
        name=name,
        by=SYSTEM,
    )
    click.echo(f"{made.email} can sign in.")


@user.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--catchment", "catchments", multiple=True, help="May be repeated.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Of the letter.",
)
@in_app
def invite(email: str, role: str, catchments: tuple[str, ...], language: str) -> None:
    """Invite somebody by e-mail; they choose their own password.

    Where no mail is sent, the link is printed: pass it on. It works once, for seven
    days.
    """
    settings = current_app.config["SETTINGS"]
    made = actions.invite(
        email,
        role=Role(role),
        catchments=catchments,
        language=language,
        secret_key=settings.secret_key,
        by=SYSTEM,
    )
    if settings.sends_mail:
        click.echo("The invitation goes out by e-mail.")
        return
    click.echo("No mail is sent here (ENGAGE_MAIL_URL is not set). Pass this link on:")
    click.echo(invitation_link(made, sender_of(settings)))


@user.command("reset")
@click.argument("email")
@in_app
def reset(email: str) -> None:
    """Print a link with which somebody chooses a new password.

    It works once, for two hours; the password in use works until then.
    """
    person = get_person(email)
    expires = actions.note_reset(person, by=SYSTEM)
    click.echo(reset_link(person, expires, sender_of(current_app.config["SETTINGS"])))


@user.command("disable")
@click.argument("email")
@in_app
def disable(email: str) -> None:
    """Keep somebody from signing in and end their sessions at once."""
    actions.disable_user(get_person(email), by=SYSTEM)
    click.echo(f"{email.strip().lower()} can no longer sign in.")


@click.group()
def audit() -> None:
    """Check the audit log."""


@audit.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@in_app
def verify(as_json: bool) -> int:  # noqa: FBT001
    """Say whether each entry follows from the one before; exit 1 if one does not."""
    entries, broken = count_entries(), list(find_broken_entries())
    if as_json:
        click.echo(json.dumps({"entries": entries, "broken": broken}))
    elif broken:
        click.echo(f"Changed or missing before these entries: {broken}", err=True)
    else:
        click.echo(f"{entries} entries, each follows from the one before.")
    return REFUSED if broken else 0


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("Outside a terminal, use --password-stdin.")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed
