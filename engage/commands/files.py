"""What a command reads from disk: a path that cannot be read is the environment's."""

from pathlib import Path
from typing import Any

import click

from engage.core.errors import Misconfigured


class Readable(click.Path):
    """A path that is there and can be read; what is not ends with 3."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Return the path.

        Raises:
            Misconfigured: It is not there, of another kind, or may not be read.
        """
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            raise Misconfigured(error.message) from error


FILE = Readable(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER = Readable(exists=True, file_okay=False, readable=True, path_type=Path)
