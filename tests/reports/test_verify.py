"""Anybody can check an edition from its files; the operator can make it again."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.db import transaction
from engage.core.disclosure import Disclosure
from engage.core.i18n import Bilingual
from engage.people.models import User
from engage.reports import actions
from engage.reports.actions import Press, press_of
from engage.reports.dataset import hash_of, write_json
from engage.reports.models import Edition
from engage.reports.verify import (
    arithmetic_faults,
    differences,
    drift,
    findings,
    verify_folder,
)
from engage.surveys.models import Response
from engage.surveys.queries import list_surveys
from engage.themes.actions import rename_theme
from engage.themes.queries import list_themes
from tests.factories.reports import Crowd

Document = dict[str, Any]


@pytest.fixture
def consultation(needs: Consultation) -> Consultation:
    return needs


@pytest.fixture
def press(app: Flask) -> Press:
    return press_of(app.config["SETTINGS"])


@pytest.fixture
def folder(edition: Edition, press: Press, tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(press.folder / edition.folder, copy)
    return copy


def forge(folder: Path, change: Callable[[Document], None]) -> None:
    """Change the report's data and give the manifest the new hash."""
    document = json.loads((folder / "data.json").read_text())
    change(document)
    write_json(folder / "data.json", document)
    rehash(folder, "data.json")


def rehash(folder: Path, name: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    facts = {"sha256": hash_of(folder / name), "bytes": (folder / name).stat().st_size}
    manifest["files"][name] = facts
    write_json(folder / "manifest.json", manifest)


def test_an_edition_holds(folder: Path) -> None:
    assert verify_folder(folder) == []


def test_a_changed_file_is_found(folder: Path) -> None:
    with (folder / "data.csv").open("a") as file:
        file.write("more\n")
    assert verify_folder(folder) == [
        "data.csv: its hash is not the one in the manifest"
    ]
    (folder / "data.csv").unlink()
    assert verify_folder(folder) == ["data.csv: missing"]


def test_a_download_that_was_cut_off_is_said(folder: Path) -> None:
    content = (folder / "data.sqlite").read_bytes()
    (folder / "data.sqlite").write_bytes(content[:1000])
    told = f"data.sqlite: cut off or changed, 1000 of {len(content)} bytes are there"
    assert verify_folder(folder) == [told]


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "a/b", "..", "a\nb"])
def test_a_manifest_that_leads_elsewhere_is_refused(folder: Path, name: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = {"sha256": "0" * 64, "bytes": 0}
    write_json(folder / "manifest.json", manifest)
    (fault,) = verify_folder(folder)
    assert fault == f"{name!r}: the manifest names a file outside its folder"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", "not an edition of a report: TypeError"),
        ("{}", "not an edition of a report: 'schema' is missing"),
        ("{", "not an edition of a report: a file is not JSON"),
        ("[" * 100_000, "not an edition of a report: RecursionError"),
        ('{"schema": "of/9"}', "manifest.json: of another kind than engage.manifest/1"),
        (
            '{"schema": "engage.manifest/1", "files": []}',
            "not an edition of a report: AttributeError",
        ),
    ],
)
def test_a_manifest_that_is_none_is_said(folder: Path, content: str, told: str) -> None:
    (folder / "manifest.json").write_text(content)
    assert verify_folder(folder) == [told]


def test_what_lies_beside_an_edition_is_said_and_no_fault(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    assert verify_folder(folder) == []
    assert "notes.txt: no part of the edition, not checked" in findings(folder)


def set_people(value: int) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document["themes"][0]["people"] = {"value": value}

    return change


def set_share(document: Document) -> None:
    document["themes"][0]["share"]["value"] = 0.99


def set_below(document: Document) -> None:
    document["who"]["catchments"][-1]["people"]["below"] = 3


def set_rules(document: Document) -> None:
    document["method"]["k"] = 3


def set_share_of_nothing(document: Document) -> None:
    share = document["themes"][0]["share"]
    thin = next(r for r in document["themes"][0]["catchments"] if r["share"] is None)
    thin["share"] = share


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (set_people(73), "73 is not a multiple of 5"),
        (set_people(5), "5 is below 10"),
        (set_people(500), "500 of 1"),
        (set_share, "the share does not follow"),
        (set_below, "withheld below another threshold than 10"),
        (set_rules, "below the floors"),
        (set_share_of_nothing, "share of something withheld"),
    ],
)
def test_wrong_arithmetic_is_found(
    folder: Path, change: Callable[[Document], None], fault: str
) -> None:
    forge(folder, change)
    assert fault in "; ".join(verify_folder(folder))


def test_files_that_disagree_are_found(folder: Path) -> None:
    with sqlite3.connect(folder / "data.sqlite") as database:
        database.execute("update themes set people = 10")
    rehash(folder, "data.sqlite")
    assert verify_folder(folder) == [
        "data.sqlite: the table themes is not that of data.json"
    ]


def test_another_figure_in_the_table_is_found(folder: Path) -> None:
    text = (folder / "data.csv").read_text("utf-8-sig").replace(",small,", ",,", 1)
    lines = text.splitlines()
    lines[1] = lines[1].replace(lines[1].split(",")[5], "10")
    (folder / "data.csv").write_text("\n".join(lines), "utf-8-sig")
    rehash(folder, "data.csv")
    assert verify_folder(folder) == ["data.csv: its figures are not those of data.json"]


def test_what_is_no_edition_is_said(tmp_path: Path) -> None:
    assert verify_folder(tmp_path) == ["manifest.json: cannot be read"]


def test_the_operator_can_make_every_figure_again(
    folder: Path, consultation: Consultation, press: Press
) -> None:
    published = json.loads((folder / "data.json").read_text())
    again = actions.rederive_edition(consultation, "1", press)
    assert again.changed == 0
    assert list(differences(published, again.document)) == []


def test_figures_made_with_another_key_differ(
    folder: Path, consultation: Consultation, press: Press
) -> None:
    published = json.loads((folder / "data.json").read_text())
    other = Press(press.folder, Disclosure(b"another key"))
    again = actions.rederive_edition(consultation, "1", other)
    assert list(differences(published, again.document))


def test_changed_answers_are_counted(
    folder: Path, consultation: Consultation, press: Press
) -> None:
    crowd = Crowd(consultation, list_surveys(consultation.id)[0], number=500)
    crowd.add({"toronto": 3})
    assert actions.rederive_edition(consultation, "1", press).changed == 3


def test_withdrawn_answers_are_a_note_and_figures_stay_within_them(
    folder: Path, consultation: Consultation, press: Press
) -> None:
    published = json.loads((folder / "data.json").read_text())
    with transaction() as current:
        for response in current.scalars(select(Response).limit(2)):
            response.is_withdrawn = True
    again = actions.rederive_edition(consultation, "1", press)
    facts = {"changed": again.changed, "rearranged": again.is_rearranged}
    assert facts == {"changed": 2, "rearranged": False}
    assert drift(published, again.document, **facts) == []
    published["who"]["people"]["value"] += 15
    (moved,) = drift(published, again.document, **facts)
    assert moved.startswith("who.people: ")
    published["who"]["people"]["value"] -= 15
    published["themes"][0]["people"]["value"] += 15
    assert drift(published, again.document, **facts)
    assert drift(published, again.document, changed=2, rearranged=True) == []


def test_work_on_the_themes_since_is_known(
    folder: Path, consultation: Consultation, press: Press, odile: User
) -> None:
    assert not actions.rederive_edition(consultation, "1", press).is_rearranged
    theme = list_themes(consultation.id)[0]
    name = Bilingual("Getting to work", "Se rendre au travail")
    clock.freeze(clock.now() + timedelta(hours=1))
    rename_theme(theme, name, version=theme.version, by=odile.actor)
    assert actions.rederive_edition(consultation, "1", press).is_rearranged


def test_differences_name_the_place() -> None:
    one = {"a": [{"b": 1}], "c": 2}
    two = {"a": [{"b": 3}, {}], "c": 2}
    assert list(differences(one, two)) == [
        "a: 1 rows published, 2 re-derived",
        "a[0].b: 1 published, 3 re-derived",
    ]


def test_unprotected_figures_do_not_pass(folder: Path) -> None:
    document = json.loads((folder / "data.json").read_text())
    document["who"]["people"]["value"] = 109
    assert "who.people: 109 is not a multiple of 5" in arithmetic_faults(document)
