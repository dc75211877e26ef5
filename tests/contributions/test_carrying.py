"""Texts in a consultation's whole file: what is part of what comes along."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.consultations.actions import import_consultation
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.errors import Invalid
from engage.moderation.actions import merge, split
from tests.consultations.test_whole_file import another_place, written
from tests.factories.contributions import a_consultation, a_contribution

TWO = "The bus is late. Also, daycare costs too much."


def test_lineage_and_what_is_unread_come_along(
    app: Flask, tmp_path: Path, loaded_database: str
) -> None:
    jobs = a_consultation()
    text = a_contribution(jobs, TWO)
    split(text, TWO.index("Also"), version=1, by=SYSTEM)
    again = a_contribution(jobs, "Said twice", status="approved", is_unread=True)
    merge(again, text.public_id, version=1, by=SYSTEM)
    a_contribution(jobs, "Unread", status="approved", is_unread=True)
    document = written(jobs)
    with another_place(tmp_path, loaded_database):
        assert written(import_consultation(document, by=SYSTEM)) == document
        texts = session().scalars(select(Contribution)).all()
        by_words = {item.text: item for item in texts}
        whole = by_words["The bus is late."]
        assert by_words["Also, daycare costs too much."].part_of_id == whole.id
        assert by_words["Said twice"].same_as_id == whole.id
        assert by_words["Unread"].is_unread


@pytest.mark.parametrize("named", ["nothing", 7, ["x"], {}])
def test_rule_28_a_text_that_names_another_that_is_not_there_is_refused(
    app: Flask, tmp_path: Path, loaded_database: str, named: object
) -> None:
    jobs = a_consultation()
    a_contribution(jobs)
    document = written(jobs)
    document["texts"][0]["part_of"] = named or "x"
    with another_place(tmp_path, loaded_database):
        with pytest.raises(Invalid):
            import_consultation(document, by=SYSTEM)
        assert session().scalar(select(func.count(Contribution.id))) == 0
