"""The last gates before an edition is out: nothing hidden may be worked out from it."""

import shutil
from pathlib import Path
from typing import Any

from engage.core.errors import EngageError
from engage.core.i18n import gettext as _
from engage.reports.attack import recovered_counts
from engage.reports.verify import arithmetic_faults, verify_folder

MOST_NAMED = 3


class Leaking(EngageError):
    """What was about to be published tells more than it may; nothing is out."""

    code = "leaking"


def refuse_leaks(document: dict[str, Any], previous: dict[str, Any] | None) -> None:
    """Attack a report, alone and together with the edition before it (rule 17).

    Raises:
        Leaking: A figure is not disclosed as it must be, or a hidden one comes out.
    """
    _refuse([*arithmetic_faults(document), *recovered_counts(document, previous)])


def refuse_unsound(folder: Path) -> None:
    """Check an edition's folder before it gets its row; a faulty one is removed.

    Raises:
        Leaking: A file says something else than the report.
    """
    faults = verify_folder(folder)
    if faults:
        shutil.rmtree(folder)
    _refuse(faults)


def _refuse(faults: list[str]) -> None:
    if faults:
        raise Leaking(
            _(
                "Nothing was published: its figures would tell what must stay hidden, "
                "or do not fit together. Tell whoever runs this site: %(places)s.",
                places="; ".join(faults[:MOST_NAMED]),
            )
        )
