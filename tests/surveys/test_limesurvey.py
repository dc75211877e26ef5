"""A LimeSurvey export is read under its own column names."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.surveys.actions import (
    Imported,
    ImportOptions,
    ImportRefused,
    import_responses,
)
from engage.surveys.models import Answer, Response
from engage.surveys.queries import find_survey
from tests.factories.surveys import choices, every_kind, make_survey, question

HEADER = (
    '"id","submitdate","lastpage","startlanguage","seed","ipaddr","catchment",'
    '"consentquote","needs","role","role[other]","ways[SQ001]","ways[car]",'
    '"ways[SQ003]","order[1]","order[2]","views[SQ001]","views[hours]","ease","age",'
    '"job","town","budget[rent]","budget[SQ002]","groupTime12"'
)
SENT = (
    '"7","2026-10-05 13:22:11","3","fr","99","192.0.2.7","Nord-Est","Y",'
    '"Un autobus","-oth-","Bénévole","Y","","Oui","C","A","A1","Fair","4","41",'
    '"cook","P3E 2C6","4","6","12.5"'
)
NEVER_SENT = '"8","","1","en","98","192.0.2.8","toronto","N",' + ",".join(['""'] * 17)


def write(folder: Path, *lines: str) -> Path:
    path = folder / "results-survey.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def take(path: Path) -> Imported:
    survey = find_survey("work")
    assert survey is not None
    options = ImportOptions(source="limesurvey", name=path.name)
    return import_responses(survey, path, options, by=SYSTEM)


@pytest.fixture
def asked(app: Flask) -> None:
    make_survey(*every_kind(), question("role_other", "short_text"))


@pytest.mark.usefixtures("asked")
def test_every_kind_is_mapped(tmp_path: Path) -> None:
    assert take(write(tmp_path, HEADER, SENT)).responses == 1
    response = session().scalars(select(Response)).one()
    area = session().get_one(Catchment, response.catchment_id)
    assert (area.slug, response.language, response.channel) == (
        "northeast",
        "fr",
        "import",
    )
    assert (response.received_on, response.may_quote) == (date(2026, 10, 5), True)
    answers = {a.question_key: a.value for a in session().scalars(select(Answer))}
    assert answers == {
        "role": "other",
        "ways": ["bus", "bike"],
        "order": ["c", "a"],
        "views": {"staff": "good", "hours": "fair"},
        "ease": 4,
        "age": 41,
        "town": "P3E",
        "budget": {"rent": 4, "food": 6},
    }
    texts = {t.prompt_key: t.text for t in session().scalars(select(Contribution))}
    assert texts == {"needs": "Un autobus", "job": "cook", "role_other": "Bénévole"}


@pytest.mark.usefixtures("asked")
def test_rule_16_addresses_of_computers_are_not_kept(tmp_path: Path) -> None:
    take(write(tmp_path, HEADER, SENT))
    kept = [*session().scalars(select(Answer.value))]
    kept += session().scalars(select(Contribution.text))
    assert "192.0.2.7" not in str(kept)


@pytest.mark.usefixtures("asked")
def test_what_was_never_sent_off_is_left_out(tmp_path: Path) -> None:
    assert take(write(tmp_path, HEADER, SENT, NEVER_SENT)).responses == 1


def test_labels_of_both_languages_and_codes_with_underscores(
    app: Flask, tmp_path: Path
) -> None:
    make_survey()
    take(write(tmp_path, "Role. Who?,ways_car", "Employer (fr),1", "EMPLOYER,0"))
    answers = sorted(str(a) for a in session().scalars(select(Answer.value)))
    assert answers == ["['car']", "employer", "employer"]


def test_faults_name_the_columns_of_the_file(app: Flask, tmp_path: Path) -> None:
    make_survey()
    path = write(tmp_path, "role,views[SQ002]", "A1,A9", "boss,A1")
    with pytest.raises(ImportRefused) as caught:
        take(path)
    found = [(f.row, f.column, f.value) for f in caught.value.faults]
    assert found == [(2, "views[SQ002]", "A9"), (3, "role", "boss")]


def test_rule_28_a_column_may_be_there_only_once(app: Flask, tmp_path: Path) -> None:
    make_survey()
    path = write(tmp_path, "id,id,role,role", "1,1,A1,A1")
    with pytest.raises(ImportRefused) as caught:
        take(path)
    found = [(f.row, f.column, f.reason) for f in caught.value.faults]
    why = "This column is there twice."
    assert found == [(1, "id", why), (1, "role", why)]


def test_words_without_a_place_are_told_before_anything_is_lost(
    app: Flask, tmp_path: Path
) -> None:
    make_survey(question("role", "single", choices=choices("worker", "other")))
    path = write(tmp_path, "role,role[other],nose", "-oth-,Volunteer,big")
    with pytest.raises(ImportRefused) as caught:
        take(path)
    told = {fault.column: fault.reason for fault in caught.value.faults}
    assert set(told) == {"role[other]", "nose"}
    assert "role_other" in told["role[other]"]
