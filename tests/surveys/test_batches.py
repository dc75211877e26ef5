"""A batch can be taken back, until an edition counts it."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Conflict, NotFound
from engage.operations.ledger import mark_of, read_ledger
from engage.reports.models import Edition, Report
from engage.surveys.actions import ImportOptions, import_responses, undo_batch
from engage.surveys.models import Answer, ImportBatch, Response, Survey
from engage.surveys.queries import get_batch, list_batches
from tests.factories.surveys import make_survey, respond

MANY = 1201


@pytest.fixture
def survey(app: Flask, tmp_path: Path) -> Survey:
    made = make_survey(moderation="post")
    respond(made, {"role": "worker", "needs": "A library"})
    path = tmp_path / "in.csv"
    path.write_text("role,needs\n" + "worker,A bus\n" * MANY)
    import_responses(made, path, ImportOptions(name="in.csv"), by=SYSTEM)
    return made


def batch_of(survey: Survey) -> ImportBatch:
    return get_batch(survey, str(list_batches(SYSTEM, survey)[0].id))


def standing() -> int:
    found = select(func.count()).where(Response.is_withdrawn.is_(False))
    return int(session().scalar(found) or 0)


def test_rule_20_nothing_of_a_batch_is_left_but_that_it_was(
    app: Flask, survey: Survey
) -> None:
    assert undo_batch(batch_of(survey), by=SYSTEM) == MANY
    assert standing() == 1
    assert session().scalars(select(Answer.value)).all() == ["worker"]
    texts = set(session().execute(select(Contribution.text, Contribution.status)))
    assert texts == {("A library", "approved"), ("", "withdrawn")}
    listed = list_batches(SYSTEM, survey)[0]
    assert (listed.name, listed.is_undone, listed.responses) == ("in.csv", True, 0)


def test_rule_20_a_restored_copy_forgets_the_batch_again(
    app: Flask, survey: Survey
) -> None:
    names = session().scalars(select(Response.public_id)).all()
    undo_batch(batch_of(survey), by=SYSTEM)
    ledger = read_ledger(app.config["SETTINGS"].data_dir)
    assert sum(mark_of("response", name) in ledger for name in names) == MANY


def test_rule_33_undoing_is_audited_once(app: Flask, survey: Survey) -> None:
    batch = batch_of(survey)
    undo_batch(batch, by=SYSTEM)
    with pytest.raises(Conflict):
        undo_batch(batch, by=SYSTEM)
    acts = session().scalars(
        select(AuditEntry).where(AuditEntry.action == "surveys.batch.undone")
    )
    assert [act.detail["responses"] for act in acts] == [MANY]


@pytest.mark.parametrize(("hours", "stays"), [(1, True), (-1, False)])
def test_rule_20_what_an_edition_counts_stays(
    app: Flask, survey: Survey, hours: int, *, stays: bool
) -> None:
    with transaction() as current:
        report = Report(consultation_id=survey.consultation_id)
        current.add(report)
        current.flush()
        moment = clock.now() + timedelta(hours=hours)
        current.add(
            Edition(
                report_id=report.id,
                number=1,
                published_at=moment,
                published_on=moment.date(),
                is_interim=True,
                folder="one",
                manifest_hash="0" * 64,
                document={},
                counted={},
            )
        )
    batch = batch_of(survey)
    if stays:
        with pytest.raises(Conflict, match="edition"):
            undo_batch(batch, by=SYSTEM)
        assert standing() == MANY + 1
    else:
        undo_batch(batch, by=SYSTEM)
        assert standing() == 1


def test_rule_02_a_batch_is_found_in_its_own_survey_only(
    app: Flask, survey: Survey
) -> None:
    other = make_survey(slug="other", consultation=survey.consultation)
    with pytest.raises(NotFound):
        get_batch(other, str(batch_of(survey).id))
