"""The licence of a report: chosen by the publisher, named wherever the report is."""

import io
import json
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from engage.core.actors import SYSTEM
from engage.core.errors import Invalid
from engage.reports import actions
from engage.reports.actions import press_of
from engage.reports.facts import LICENCES, licence_of
from engage.surveys.queries import list_surveys
from tests.factories.reports import Crowd, reportable


def read(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.read_text())
    return found


def test_the_licence_stands_in_every_file_and_stays_for_the_next_edition(
    app: Flask,
) -> None:
    consultation, press = reportable(), press_of(app.config["SETTINGS"])
    with pytest.raises(Invalid):
        actions.publish_edition(consultation, press, licence="mine", by=SYSTEM)
    edition = actions.publish_edition(
        consultation, press, licence="OGL-Ontario", by=SYSTEM
    )
    folder = press.folder / edition.folder
    licence = LICENCES["OGL-Ontario"]
    assert licence_of(read(folder / "data.json")) == licence
    assert read(folder / "metadata.json")["license_url"] == licence["url"]["en"]
    (packed,) = read(folder / "datapackage.json")["licenses"]  # type: ignore[misc]
    assert packed["path"] == licence["url"]["en"]
    assert read(folder / "manifest.json")["licence"] == "OGL-Ontario"
    for language in ("en", "fr"):
        content = (folder / f"report.{language}.pdf").read_bytes()
        pages = PdfReader(io.BytesIO(content)).pages
        said = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert licence["name"][language] in said
    Crowd(consultation, list_surveys(consultation.id)[0], number=500).add(
        {"toronto": 12}
    )
    draft = actions.draft_report(consultation, press)
    assert draft.document["licence"] == licence


def test_a_report_that_names_no_licence_has_the_usual_one() -> None:
    assert licence_of({}) == licence_of(None) == LICENCES["CC-BY-4.0"]
