"""Taking details out, splitting, putting aside: nothing is lost, all can be undone."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.contributions.actions import withdraw_contribution
from engage.contributions.models import Contribution, EarlierWording
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.moderation.actions import (
    decide,
    merge,
    read_originals,
    redact,
    set_language,
    split,
    undo,
)
from engage.moderation.queries import list_related
from engage.people.models import User
from engage.receipts.queries import get_own_response
from engage.surveys.actions import ExportOptions, export_responses
from engage.themes.discovery import read_sources
from tests.factories.contributions import a_consultation, a_contribution
from tests.factories.surveys import make_survey, question, respond

NAMED = "Ask Mrs. Roy, 705-555-0142, about the bus."
TWO = "The bus is late. Also, daycare costs too much."


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_consultation()


def fresh(contribution: Contribution) -> Contribution:
    session().rollback()
    session().expire_all()
    return session().get_one(Contribution, contribution.id)


def newest_entry() -> AuditEntry:
    newest = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)
    return session().scalars(newest).one()


def test_one_step_takes_all_details_out_and_keeps_the_original(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs, NAMED, may_quote=True)
    row = redact(text, version=1, by=luc.actor)
    assert fresh(text).text == "Ask [name], [telephone number], about the bus."
    assert (row.status_before, row.status_after) == ("pending", "pending")
    assert fresh(text).received_hour is not None
    assert newest_entry().detail == {"name": 1, "phone": 1}
    assert [item.text for item in read_originals(fresh(text), by=luc.actor)] == [NAMED]


def test_rule_33_reading_the_original_is_audited_without_its_words(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs, NAMED)
    redact(text, version=1, by=luc.actor)
    read_originals(fresh(text), by=luc.actor)
    entry = newest_entry()
    assert entry.action == "moderation.original.read"
    assert (entry.actor_id, entry.subject_id) == (luc.id, str(text.id))
    assert entry.detail == {}


def test_marks_are_in_the_language_of_the_text(jobs: Consultation, luc: User) -> None:
    text = a_contribution(jobs, "Écrivez à roy@example.org svp", language="fr")
    redact(text, version=1, by=luc.actor)
    assert fresh(text).text == "Écrivez à [courriel] svp"


def test_what_is_chosen_and_written_is_taken_out_and_nothing_else(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs, NAMED + " The BUS of Hearst.")
    redact(text, chosen=[1], words=["bus", " "], version=1, by=luc.actor)
    assert fresh(text).text == (
        "Ask Mrs. Roy, [telephone number], about the [removed]. "
        "The [removed] of Hearst."
    )


def test_where_nothing_is_to_take_out_nothing_is_written(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs, NAMED)
    with pytest.raises(Invalid):
        redact(text, chosen=[], words=["train"], version=1, by=luc.actor)
    assert fresh(text).version == 1
    assert session().scalars(select(EarlierWording)).all() == []


def test_taking_out_can_be_undone_and_done_again(jobs: Consultation, luc: User) -> None:
    text = a_contribution(jobs, NAMED)
    redact(text, version=1, by=luc.actor)
    undo(text, version=2, by=luc.actor)
    assert fresh(text).text == NAMED
    assert session().scalars(select(EarlierWording)).all() == []
    redact(text, version=3, by=luc.actor)
    redact(text, chosen=[], words=["bus"], version=4, by=luc.actor)
    undo(text, version=5, by=luc.actor)
    assert fresh(text).text == "Ask [name], [telephone number], about the bus."


def test_rule_24_a_stale_version_takes_nothing_out(
    jobs: Consultation, luc: User, odile: User
) -> None:
    text = a_contribution(jobs, NAMED)
    decide(text, "approve", version=1, by=odile.actor)
    with pytest.raises(Conflict):
        redact(text, version=1, by=luc.actor)


def test_rule_19_taking_out_ends_the_clearance_of_a_quote(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs, NAMED, status="approved", may_quote=True)
    with transaction() as current:
        current.get_one(Contribution, text.id).is_cleared = True
    redact(text, version=2, by=luc.actor)
    assert not fresh(text).is_quotable


def test_themes_read_the_public_words(jobs: Consultation, luc: User) -> None:
    text = a_contribution(jobs, NAMED, status="approved")
    redact(text, version=1, by=luc.actor)
    words = [source.text for source in read_sources(jobs.id)]
    assert words == ["Ask [name], [telephone number], about the bus."]


def test_rule_20_a_withdrawal_takes_the_original_and_the_parts(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs, f"{TWO} {NAMED}")
    part = split(text, TWO.index("Also"), version=1, by=luc.actor)[0]
    redact(part, version=1, by=luc.actor)
    with transaction() as current:
        gone = withdraw_contribution(current, text.id)
    assert sorted(gone) == [text.id, part.id]
    assert (fresh(text).text, fresh(part).text) == ("", "")
    assert session().scalars(select(EarlierWording)).all() == []


def test_rule_02_theo_changes_no_word_of_northeast(
    jobs: Consultation, theo: User
) -> None:
    text = a_contribution(jobs, NAMED)
    for act in (
        lambda: redact(text, version=1, by=theo.actor),
        lambda: read_originals(text, by=theo.actor),
        lambda: split(text, 5, version=1, by=theo.actor),
        lambda: merge(text, "x", version=1, by=theo.actor),
        lambda: set_language(text, "fr", version=1, by=theo.actor),
    ):
        with pytest.raises(NotFound):
            act()
    assert fresh(text).text == NAMED


def test_a_split_keeps_voice_catchment_and_consent_in_both_parts(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs, TWO, may_quote=True, voice="response:1")
    part = split(text, TWO.index("Also"), version=1, by=luc.actor)[0]
    whole = fresh(text)
    assert whole.text == "The bus is late."
    assert part.text == "Also, daycare costs too much."
    shared = ("voice", "catchment_id", "consultation_id", "prompt_key", "may_quote")
    further = ("status", "language", "channel", "received_on", "kind")
    for name in (*shared, *further):
        assert getattr(whole, name) == getattr(part, name), name
    assert [item.id for item in list_related(luc.actor, whole)] == [part.id]
    assert [item.id for item in list_related(luc.actor, part)] == [whole.id]


def test_a_split_is_undone_until_somebody_works_on_the_part(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs, TWO)
    part = split(text, TWO.index("Also"), version=1, by=luc.actor)[0]
    undo(text, version=2, by=luc.actor)
    assert fresh(text).text == TWO
    assert session().get(Contribution, part.id) is None
    part = split(text, TWO.index("Also"), version=3, by=luc.actor)[0]
    decide(part, "approve", version=1, by=luc.actor)
    with pytest.raises(Conflict):
        undo(text, version=4, by=luc.actor)
    assert fresh(text).text == "The bus is late."


@pytest.mark.parametrize("at", [-4, 0, 4000])
def test_a_cut_has_words_on_both_sides(jobs: Consultation, luc: User, at: int) -> None:
    with pytest.raises(Invalid):
        split(a_contribution(jobs, TWO), at, version=1, by=luc.actor)


def test_what_was_turned_down_is_not_split(jobs: Consultation, luc: User) -> None:
    text = a_contribution(jobs, TWO, status="rejected")
    with pytest.raises(Conflict):
        split(text, TWO.index("Also"), version=1, by=luc.actor)


def test_what_one_person_said_twice_is_put_aside_and_comes_back(
    jobs: Consultation, luc: User
) -> None:
    first, again = a_contribution(jobs), a_contribution(jobs)
    row = merge(again, first.public_id, version=1, by=luc.actor)
    assert (row.decision, row.status_after) == ("merge", "hidden")
    assert fresh(again).same_as_id == first.id
    assert fresh(first).status == "pending"
    undo(again, version=2, by=luc.actor)
    assert (fresh(again).status, fresh(again).same_as_id) == ("pending", None)


def test_only_two_texts_of_one_consultation_are_the_same(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs)
    elsewhere = a_contribution(a_consultation("rides"))
    for other in (text, elsewhere):
        with pytest.raises(Invalid):
            merge(text, other.public_id, version=1, by=luc.actor)
    refused = a_contribution(jobs, status="rejected")
    with pytest.raises(Conflict):
        merge(text, refused.public_id, version=1, by=luc.actor)


def test_the_language_is_corrected(jobs: Consultation, luc: User) -> None:
    text = a_contribution(jobs, "Il manque un autobus")
    set_language(text, "fr", version=1, by=luc.actor)
    assert (fresh(text).language, fresh(text).version) == ("fr", 2)
    with pytest.raises(Invalid):
        set_language(text, "xx", version=2, by=luc.actor)


def test_an_author_and_a_file_have_both_parts_of_an_answer(
    app: Flask, odile: User, tmp_path: Path
) -> None:
    survey = make_survey(question("needs", "long_text"))
    receipt = respond(survey, {"needs": TWO})
    text = session().scalars(select(Contribution)).one()
    part = split(text, TWO.index("Also"), version=1, by=odile.actor)[0]
    own = get_own_response(receipt.code)
    assert [item.text.text for item in own.answers if item.text] == [
        "The bus is late.",
        "Also, daycare costs too much.",
    ]
    both = "The bus is late.\nAlso, daycare costs too much."
    assert own.as_data()["answers"]["needs"]["value"] == both
    for item in (fresh(text), fresh(part)):
        decide(item, "approve", version=item.version, by=odile.actor)
    path = tmp_path / "responses.json"
    export_responses(survey, path, ExportOptions("json", "safe"), by=odile.actor)
    assert json.dumps(both) in path.read_text(encoding="utf-8")
