"""Anybody can place the published texts anew, with the published part of the model."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from analysis import Document, Model, find_themes
from analysis.words import stem_words
from engage.consultations.models import Consultation
from engage.contributions.actions import withdraw_contribution
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import session, transaction
from engage.core.events import announce
from engage.core.i18n import Bilingual
from engage.core.worker import run_waiting_jobs
from engage.reports import actions
from engage.reports.actions import Press, press_of
from engage.reports.actions.reproducing import placed_by_model
from engage.reports.dataset import hash_of, read_model, write_json
from engage.reports.models import Edition
from engage.reports.verify import findings, verify_folder
from engage.surveys.actions import withdraw_response
from engage.surveys.models import Response, voice_of
from engage.themes.discovery import rename_themes
from engage.themes.models import Assignment, Theme, ThemeRun
from tests.factories.reports import reportable

SAID = {
    "t-rides": "The evening bus to the factory stops at six, so shift work is out.",
    "t-skills": "A welding apprenticeship near home would open a steady trade for me.",
    "t-care": "No daycare place is open before seven and my toddler cannot wait.",
}


@pytest.fixture
def press(app: Flask) -> Press:
    return press_of(app.config["SETTINGS"])


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    """A consultation whose themes come with the model that the engine made."""
    made = reportable()
    with transaction() as current:
        placed = select(Contribution, Theme.key).join(
            Assignment, Assignment.contribution_id == Contribution.id
        )
        themes = placed.join(Theme, Theme.id == Assignment.theme_id)
        texts = [tuple(row) for row in current.execute(themes)]
        for text, key in texts:
            text.text = f"{SAID[key]} That is what person {text.id} says."
            text.language = "en"
        rows = [(str(text.id), text.text, key) for text, key in texts]
        found = find_themes([Document(n, said, "en") for n, said, _ in rows], themes=3)
        keys = {number: key for number, _, key in rows}
        names = {
            theme.id: Counter(keys[one] for one in theme.members).most_common(1)[0][0]
            for theme in found.themes
            if theme.parent is None
        }
        run = current.scalars(select(ThemeRun)).one()
        run.model = rename_themes(found.model.to_bytes(), names)
    return made


@pytest.fixture
def edition(consultation: Consultation, press: Press) -> Edition:
    return actions.publish_edition(consultation, press, by=SYSTEM)


@pytest.fixture
def folder(edition: Edition, press: Press) -> Path:
    return press.folder / edition.folder


def model_of(folder: Path) -> Model:
    stored = read_model(folder / "data.sqlite")
    assert stored is not None
    return Model.from_bytes(stored)


def report_in(folder: Path) -> Any:
    return json.loads((folder / "data.json").read_text(encoding="utf-8"))


def test_published_texts_are_placed_anew(edition: Edition, folder: Path) -> None:
    texts = edition.document["texts"]
    assert len(texts) > 10
    assert all(row["model_theme"] == row["theme"] for row in texts)
    assert not any("catchment" in row for row in texts)
    assert verify_folder(folder) == []
    (told,) = findings(folder)
    assert told.startswith(f"{len(texts)} of {len(texts)} published texts placed anew")


def test_the_model_knows_only_words_of_published_texts(
    edition: Edition, folder: Path
) -> None:
    model = model_of(folder)
    words = " ".join(row["text"].lower() for row in edition.document["texts"])
    spoken = "".join(sign if sign.isalnum() else " " for sign in words).split()
    assert set(model.vocabulary.stems) <= set(stem_words(spoken, "en"))
    assert len(model.keys) == len(model.rows) == 0
    assert not any(model.labels)
    assert (model.centres.data.round(2) == model.centres.data).all()


def test_a_text_under_another_theme_is_found(folder: Path) -> None:
    document = report_in(folder)
    row = next(one for one in document["texts"] if one["theme"] == "t-rides")
    row["text"] = SAID["t-skills"]
    changed = "update texts set text = ? where id = ?"
    forge(folder, document, (changed, row["text"], row["id"]))
    assert verify_folder(folder) == [
        f"texts.{row['id']}: the published model puts it in t-skills, not in t-rides"
    ]


def test_a_model_that_puts_no_text_where_it_stands_is_a_fault(folder: Path) -> None:
    document, model = report_in(folder), model_of(folder)
    for row in document["texts"]:
        row["model_theme"] = "other"
    rarity = model.weights.idf - 100
    broken = replace(model, weights=replace(model.weights, idf=rarity))
    forge(
        folder,
        document,
        ("update texts set model_theme = ?", "other"),
        ("update theme_model set content = ?", broken.to_bytes()),
    )
    placed = f"0 of {len(document['texts'])} published texts"
    told = f"the published model puts only {placed} under their own theme"
    assert verify_folder(folder) == [told]


def test_no_model_goes_out_with_a_report_that_it_does_not_describe(
    edition: Edition, folder: Path, press: Press
) -> None:
    model = read_model(folder / "data.sqlite")
    texts = edition.document["texts"]
    kept, sent = placed_by_model(edition.document, model, press.rules)
    assert sent == model
    assert kept == edition.document
    moved = [{**row, "theme": f"{row['theme']}-apart"} for row in texts]
    report = {**edition.document, "texts": moved}
    left, sent = placed_by_model(report, model, press.rules)
    assert sent is None
    assert {row["model_theme"] for row in left["texts"]} == {None}


def forge(folder: Path, document: object, *changes: tuple[object, ...]) -> None:
    """Change an edition's data as somebody would who wants nobody to see it."""
    write_json(folder / "data.json", document)
    with closing(sqlite3.connect(folder / "data.sqlite")) as database:
        for query, *values in changes:
            database.execute(str(query), values)
        database.commit()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name in ("data.json", "data.sqlite"):
        size = (folder / name).stat().st_size
        manifest["files"][name] = {"sha256": hash_of(folder / name), "bytes": size}
    write_json(folder / "manifest.json", manifest)


def test_rule_20_the_model_forgets_words_that_were_taken_back(
    edition: Edition, press: Press
) -> None:
    every = [row["id"] for row in edition.document["texts"]]
    chosen = Contribution.public_id.in_(every[1:])
    voices = set(session().scalars(select(Contribution.voice).where(chosen)))
    kept = select(Contribution.voice).where(Contribution.public_id == every[0])
    voices.discard(session().scalars(kept).one())
    for response in session().scalars(select(Response)).all():
        if voice_of(response.public_id) in voices:
            withdraw_response(response, by=SYSTEM)
    run_waiting_jobs()
    folder = press.folder / "needs" / "1.1"
    assert verify_folder(folder) == []
    left = " ".join(row["text"].lower() for row in report_in(folder)["texts"])
    gone = next(said for key, said in SAID.items() if said.lower() not in left)
    words = set(gone.lower().replace(",", "").replace(".", "").split())
    lost = set(stem_words(sorted(words - set(left.split())), "en")) - {""}
    assert lost
    assert not lost & set(model_of(folder).vocabulary.stems)


def test_rule_18_revisions_place_the_texts_that_stay_as_before(
    edition: Edition, consultation: Consultation, press: Press
) -> None:
    every = len(edition.document["texts"])
    model = read_model(press.folder / edition.folder / "data.sqlite")
    with transaction() as current:
        theme = current.scalars(select(Theme).where(Theme.key == "t-rides")).one()
        theme.label = Bilingual("Getting to work", "Se rendre au travail")
    corrected = actions.correct_edition(consultation, press, by=SYSTEM)
    assert_places(press.folder / corrected.folder, every)
    assert read_model(press.folder / corrected.folder / "data.sqlite") == model
    quoted = edition.document["themes"][0]["quotes"][0]["id"]
    with transaction() as current:
        by_id = select(Contribution.id).where(Contribution.public_id == quoted)
        gone = withdraw_contribution(current, current.scalars(by_id).one())
        announce("contribution.withdrawn", current=current, contributions=gone)
    run_waiting_jobs()
    assert_places(press.folder / "needs" / "1.2", every - 1)


def assert_places(folder: Path, texts: int) -> None:
    assert verify_folder(folder) == []
    placed = f"{texts} of {texts} published texts placed anew under their own theme"
    assert placed in findings(folder)
