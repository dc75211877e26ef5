"""Titles written beforehand go to the themes that hold their members."""

from flask import Flask

from engage.contributions.queries import list_approved
from engage.core.actors import SYSTEM
from engage.core.i18n import Bilingual
from engage.themes import actions, queries
from engage.themes.models import Theme
from tests.factories.contributions import a_consultation
from tests.factories.themes import find_themes_in, largest


def keys_of(theme: Theme) -> list[str]:
    sources = {
        item.id: item.source_key for item in list_approved(theme.consultation_id)
    }
    return [
        sources[place.contribution_id]
        for place in queries.list_places(theme.consultation_id)
        if theme.id in (place.theme_id, place.subtheme_id)
    ]


def test_each_title_goes_to_the_theme_with_most_of_its_members(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    first, second = largest(consultation), largest(consultation, 1)
    listed = [
        {"members": keys_of(second)[:-3], "en": "Buses", "fr": "Autobus"},
        {"members": [*keys_of(first)[3:], "comment:9"], "en": "Roads", "fr": "Routes"},
        {"members": ["comment:none"], "en": "Nothing", "fr": "Rien"},
    ]
    titles = actions.read_titles(listed)
    matched = actions.match_theme_titles(consultation, titles, by=SYSTEM)
    assert {title.label.en: theme.id for title, theme in matched.items()} == {
        "Buses": second.id,
        "Roads": first.id,
    }
    assert largest(consultation).label == Bilingual("Roads", "Routes")
    assert len(queries.list_edits(consultation.id)) == 2
    actions.match_theme_titles(consultation, titles, by=SYSTEM)
    assert len(queries.list_edits(consultation.id)) == 2


def test_a_theme_gets_one_title_the_closest(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    theme = largest(consultation)
    keys = keys_of(theme)
    titles = actions.read_titles(
        [
            {"members": keys[: len(keys) // 2], "en": "Half", "fr": "Moitié"},
            {"members": keys, "en": "Whole", "fr": "Tout"},
        ]
    )
    matched = actions.match_theme_titles(consultation, titles, by=SYSTEM)
    assert matched[titles[1]].id == theme.id
    assert theme.id not in {t.id for title, t in matched.items() if title != titles[1]}
