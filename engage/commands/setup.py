"""Commands that set up and look after an installation."""

import json

import click
from flask import current_app

from engage.catchments.actions import load_catchments
from engage.commands.main import in_bare_app
from engage.core.actors import SYSTEM
from engage.designs.actions import load_elements
from engage.operations.health import environment_problems, problems, warnings
from engage.operations.schema import upgrade_database


@click.command()
@in_bare_app
def init() -> None:
    """Create or upgrade the database, load catchments and elements; safe to repeat."""
    upgrade_database()
    added = load_catchments(by=SYSTEM)
    load_elements(by=SYSTEM)
    click.echo(f"The database is ready; {added} catchments added.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@in_bare_app
def doctor(as_json: bool) -> int:  # noqa: FBT001
    """Say whether the installation is fit to serve, and what to look at soon.

    It looks at the database, the data folder, the disk, the queue, jobs that wait, the
    secret key and mail. Warnings alone end with 0.
    """
    found = [*problems(), *environment_problems()]
    soon = warnings()
    if as_json:
        click.echo(json.dumps({"problems": found, "warnings": soon}))
    else:
        lines = [*found, *(f"Warning: {line}" for line in soon)]
        click.echo("\n".join(lines) if lines else "All is well.")
    return 3 if found else 0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@in_bare_app
def routes(as_json: bool) -> None:  # noqa: FBT001
    """List every address, its methods and what its door asks for."""
    listed = [
        {
            "address": rule.rule,
            "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            "access": getattr(
                current_app.view_functions[rule.endpoint], "engage_access", "public"
            ),
        }
        for rule in sorted(current_app.url_map.iter_rules(), key=lambda r: r.rule)
    ]
    if as_json:
        click.echo(json.dumps(listed))
        return
    for item in listed:
        methods = ",".join(item["methods"])
        click.echo(f"{methods:12} {item['address']:60} {item['access']}")
