"""The family `engage import`: what comes in from files."""

import click

from engage.commands.conversations import polis


@click.group()
def group() -> None:
    """Bring in responses, comments and conversations from files."""


group.add_command(polis)
