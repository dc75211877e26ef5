"""The family `engage import`: what comes in from files."""

import click

from engage.commands.consultations import consultation
from engage.commands.conversations import comments, polis
from engage.commands.responses import import_responses, list_batches, undo


@click.group()
def group() -> None:
    """Bring in responses, comments and conversations from files."""


group.add_command(consultation)
group.add_command(polis)
group.add_command(comments)
group.add_command(import_responses)
group.add_command(list_batches)
group.add_command(undo)
