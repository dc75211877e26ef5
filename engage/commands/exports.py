"""The family `engage export`: what goes out into files."""

import click

from engage.commands.responses import export_responses


@click.group()
def group() -> None:
    """Write responses into files."""


group.add_command(export_responses)
