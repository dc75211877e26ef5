"""From approved texts to a published edition, by the actions that staff use."""

import json
from pathlib import Path

from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.config import PACKAGE, Settings
from engage.insights.actions import find_insights_now
from engage.insights.queries import latest_insights
from engage.people.queries import get_user_by_email
from engage.reports.actions import press_of, publish_edition
from engage.reports.queries import find_latest_edition
from engage.themes.actions import (
    Title,
    find_themes_now,
    match_theme_titles,
    read_titles,
    sign_off_theme,
)
from engage.themes.queries import latest_run, list_themes

DATA = PACKAGE / "demo"


def publisher() -> Actor:
    """Return Odile, who publishes."""
    return get_user_by_email("odile@example.org").actor


def find_themes(consultation: Consultation) -> None:
    """Find themes where none were found yet."""
    if latest_run(consultation.id) is None:
        find_themes_now(consultation, by=publisher())


def weigh(consultation: Consultation) -> None:
    """Weigh votes and rankings where that has not been done yet."""
    if latest_insights(consultation.id) is None:
        find_insights_now(consultation, by=publisher())


def titles_in(path: Path) -> list[Title]:
    """Return the titles that ship with the demo."""
    return read_titles(json.loads(path.read_text(encoding="utf-8")))


def name_and_sign_off(consultation: Consultation, titles: list[Title]) -> None:
    """Give the themes their titles in both languages and vouch for the titled ones."""
    if any(theme.is_signed_off for theme in list_themes(consultation.id)):
        return
    by = publisher()
    match_theme_titles(consultation, titles, by=by)
    for theme in list_themes(consultation.id):
        if not theme.languages_missing and theme.parent_id is None:
            sign_off_theme(theme, version=theme.version, by=by, is_read=True)


def publish(consultation: Consultation, settings: Settings) -> None:
    """Publish the first edition where there is none yet."""
    if find_latest_edition(consultation.id) is None:
        publish_edition(consultation, press_of(settings), by=publisher())
