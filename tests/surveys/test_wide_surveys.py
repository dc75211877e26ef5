"""Very wide and very long surveys render, are answered and exported."""

import csv
from pathlib import Path

from flask import Flask

from engage.core.actors import SYSTEM
from engage.surveys.actions import ExportOptions, export_responses
from engage.surveys.queries import find_survey
from tests.factories.surveys import choices, make_survey, question
from tests.pages import Browser


def exported(folder: Path) -> dict[str, str]:
    survey, path = find_survey("work"), folder / "out.csv"
    assert survey is not None
    export_responses(survey, path, ExportOptions("csv", "raw"), by=SYSTEM)
    with path.open(encoding="utf-8", newline="") as file:
        csv.field_size_limit(10_000_000)
        return next(csv.DictReader(file))


def test_a_question_of_ten_thousand_options(
    app: Flask, amina: Browser, tmp_path: Path
) -> None:
    many = choices(*(f"o{n}" for n in range(10_000)))
    make_survey(question("pick", "multiple", choices=many))
    page = amina.open("/en/s/work")
    boxes = [i for i in page.iter("input") if i.get("name") == "pick"]
    assert len(boxes) == 10_000
    amina.submit(pick=["o9999", "o5"], consent="y")
    assert exported(tmp_path)["pick"] == "o5|o9999"


def test_a_survey_of_two_hundred_questions(
    app: Flask, amina: Browser, tmp_path: Path
) -> None:
    asked = [question(f"q{n}", "scale", unknown=True) for n in range(100)]
    asked += [question(f"t{n}", "short_text") for n in range(100)]
    make_survey(*asked)
    amina.open("/fr/s/work")
    amina.submit(
        consent="y",
        **{f"q{n}": str(1 + n % 5) for n in range(100)},
        **{f"t{n}": f"mot {n}" for n in range(100)},
    )
    row = exported(tmp_path)
    assert (row["q42"], row["t99"]) == ("3", "mot 99")
