"""`engage`: the command line. Each family of verbs loads only when it is used."""

import importlib
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from engage import __version__
from engage.core.errors import Busy, EngageError, Misconfigured

REFUSED, USAGE, ENVIRONMENT = 1, 2, 3

COMMANDS = {
    "backup": ("engage.commands.operations", "backup", "Write everything into a file."),
    "erase": ("engage.commands.operations", "erase", "Take back what somebody sent."),
    "restore": ("engage.commands.operations", "restore", "Put a backup in place."),
    "retention": ("engage.commands.operations", "retention", "Forget what is past."),
    "export": ("engage.commands.exports", "group", "Write responses into files."),
    "import": ("engage.commands.imports", "group", "Bring in files."),
    "init": ("engage.commands.setup", "init", "Create or upgrade the database."),
    "serve": ("engage.commands.serve", "serve", "Run the production server."),
    "demo": ("engage.commands.demo", "demo", "Load the demo and serve it."),
    "limits": ("engage.commands.limits", "limits", "List throttles and sizes."),
    "doctor": ("engage.commands.setup", "doctor", "Say what is healthy and what not."),
    "themes": ("engage.commands.themes", "group", "Find themes."),
    "token": ("engage.commands.tokens", "group", "Let programs use the API."),
    "user": ("engage.commands.people", "user", "Create and disable staff."),
    "audit": ("engage.commands.people", "audit", "Check the audit log."),
    "worker": ("engage.commands.worker", "worker", "Run background jobs."),
    "report": ("engage.commands.reports", "group", "Publish and check reports."),
    "routes": ("engage.commands.setup", "routes", "List the addresses and doors."),
}


class LazyGroup(click.Group):
    """Lists its commands without loading them, so that --help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in alphabetical order."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load one command."""
        del ctx
        if name not in COMMANDS:
            return None
        module, attribute, _short = COMMANDS[name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands with one line each."""
        del ctx
        rows = [(name, COMMANDS[name][2]) for name in sorted(COMMANDS)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="engage")
def cli() -> None:
    """Collect what communities need, moderate, find themes, publish, answer."""


Given = ParamSpec("Given")
Result = TypeVar("Result")


def in_app(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run a command inside the application, on a database of the code's revision."""
    return _inside(command, needs_tables=True)


def in_bare_app(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run a command inside the application, whatever its database is like."""
    return _inside(command, needs_tables=False)


def _inside(
    command: Callable[Given, Result], *, needs_tables: bool
) -> Callable[Given, Result]:
    @wraps(command)
    def inside(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        # Loaded when they are needed, and the application built only then.
        from sqlalchemy.exc import OperationalError  # noqa: PLC0415

        from engage.app import create_app  # noqa: PLC0415
        from engage.core.db import db  # noqa: PLC0415
        from engage.operations.schema import require_revision  # noqa: PLC0415

        with create_app().app_context():
            try:
                if needs_tables:
                    require_revision()
                return command(*args, **kwargs)
            except OperationalError as error:
                raise Busy from error
            finally:
                db.session.remove()
                db.engine.dispose()

    return inside


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; exit 0 done, 1 refused, 2 usage, 3 environment."""
    try:
        outcome: Any = cli.main(arguments, prog_name="engage", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(REFUSED)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE if isinstance(error, click.UsageError) else error.exit_code)
    except Misconfigured as error:
        click.echo(error.message, err=True)
        sys.exit(ENVIRONMENT)
    except Busy:
        click.echo("The database is busy, full, read-only or away.", err=True)
        sys.exit(ENVIRONMENT)
    except EngageError as error:
        click.echo(_plain(error), err=True)
        sys.exit(REFUSED)
    except OSError as error:
        if not error.filename:
            raise
        click.echo(f"{error.filename}: {error.strerror}.", err=True)
        sys.exit(ENVIRONMENT)
    sys.exit(outcome if isinstance(outcome, int) else 0)


def _plain(error: EngageError) -> str:
    fields = getattr(error, "fields", {})
    lines = [error.message or error.code.replace("_", " ").capitalize() + "."]
    return "\n".join(lines + [f"{name}: {why}" for name, why in fields.items()])


if __name__ == "__main__":
    main()
