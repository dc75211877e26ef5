"""Texts that real people wrote, approved, and themes found in them."""

import csv
from collections.abc import Sequence

from engage.catchments.queries import list_catchments
from engage.consultations.models import Consultation
from engage.contributions.actions import NewContribution, add_contributions
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.config import PACKAGE
from engage.core.db import transaction
from engage.core.i18n import Bilingual
from engage.themes import actions, queries
from engage.themes.models import Theme, ThemeRun

BOWLING_GREEN = PACKAGE / "demo" / "bowling-green" / "comments.csv"
PLACES = ("northeast", "toronto")
BENCH = "/en/manage/consultations/jobs/themes"


def comments(most: int = 260, first: int = 0) -> list[dict[str, str]]:
    """Return accepted comments of a real conversation, in a fixed order."""
    with BOWLING_GREEN.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["moderated"] == "1"]
    rows.sort(key=lambda row: int(row["comment-id"]))
    return rows[first : first + most]


def give_texts(
    consultation: Consultation, rows: Sequence[dict[str, str]], status: str = "approved"
) -> None:
    """Hand comments on as contributions, by turns from the Northeast and Toronto."""
    places = {item.slug: item.id for item in list_catchments()}
    with transaction() as current:
        add_contributions(
            current,
            [
                NewContribution(
                    consultation_id=consultation.id,
                    catchment_id=places[PLACES[number % 2]],
                    kind="comment",
                    source_key=f"comment:{row['comment-id']}",
                    prompt_key="thread",
                    prompt=Bilingual("What should change?", "Que faut-il changer?"),
                    voice=f"author:{row['author-id']}",
                    channel="import",
                    language="en",
                    text=row["comment-body"],
                    received_on=clock.today(),
                    status=status,
                    may_quote=True,
                )
                for number, row in enumerate(rows)
            ],
        )


def find_themes_in(consultation: Consultation, most: int = 260) -> ThemeRun:
    """Give a consultation texts and find themes in them."""
    give_texts(consultation, comments(most))
    return actions.find_themes_now(consultation, by=SYSTEM)


def largest(consultation: Consultation, number: int = 0) -> Theme:
    """Return one of the themes, the largest first."""
    return queries.list_rows(consultation.id)[number].theme


def texts_of(theme: Theme, most: int = 3) -> list[str]:
    """Return public ids of texts in a theme."""
    return [
        item.contribution.public_id
        for item in queries.list_placed(SYSTEM, theme, 1)[0][:most]
    ]


def at(theme: Theme, more: str = "") -> str:
    """Return the address of a theme on the workbench."""
    return f"{BENCH}/{theme.public_id}{more}"
