"""Paper forms are typed in by the stack, and checked by a second typing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.catchments.models import Catchment
from engage.consultations.actions import advance_consultation
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.people.models import User
from engage.surveys.actions import Stack, begin_stack
from engage.surveys.models import Answer, ImportBatch, Response, Survey
from tests.factories.sessions import a_session
from tests.factories.surveys import every_kind, make_survey, question
from tests.pages import Browser

SignIn = Callable[[User], Browser]
STACKS = "/en/manage/surveys/work/paper"
FILLED = {
    "_number": "1",
    "received_on": "2026-11-01",
    "language": "fr",
    "catchment": "northeast",
    "needs": "Un autobus",
    "role": "worker",
    "ways": ["bus", "car"],
    "order": ["c", "a"],
    "views.staff": "good",
    "ease": "4",
    "age": "41",
    "town": "P3E 2C6",
    "budget.rent": "4",
    "budget.food": "6",
    "consent": "y",
    "consent_quote": "y",
}


def area(slug: str) -> int:
    found = session().scalar(select(Catchment.id).where(Catchment.slug == slug))
    assert found is not None
    return found


@pytest.fixture
def survey(app: Flask) -> Survey:
    condition = {"question": "role", "any_of": ["employer"]}
    return make_survey(*every_kind(), question("staff", "number", show_if=condition))


@pytest.fixture
def stack(survey: Survey) -> ImportBatch:
    found = Stack("Library, box 9", area("northeast"))
    return begin_stack(survey, found, by=SYSTEM)


@pytest.fixture
def browser(stack: ImportBatch, luc: User, sign_in: SignIn) -> Browser:
    signed_in = sign_in(luc)
    signed_in.open(f"{STACKS}/{stack.id}")
    return signed_in


@pytest.fixture
def second(browser: Browser, odile: User, sign_in: SignIn) -> Browser:
    """The browser of another person, who checks what Luc typed."""
    browser.submit(status=200, **FILLED)
    return sign_in(odile)


def one() -> Response:
    return (
        session()
        .scalars(select(Response).where(Response.is_withdrawn.is_(False)))
        .one()
    )


def test_a_form_is_kept_as_it_stands_on_paper(
    browser: Browser, stack: ImportBatch
) -> None:
    browser.submit(status=200, **FILLED)
    assert "Form 1 is in." in browser.words()
    found = one()
    assert (found.channel, found.language, found.batch_id) == ("paper", "fr", stack.id)
    assert (found.batch_place, found.received_on) == (1, date(2026, 11, 1))
    assert (found.may_quote, found.consent_number) == (True, 1)
    assert found.catchment_id == area("northeast")
    answers = {a.question_key: a.value for a in session().scalars(select(Answer))}
    assert answers == {
        "role": "worker",
        "ways": ["bus", "car"],
        "order": ["c", "a"],
        "views": {"staff": "good"},
        "ease": 4,
        "age": 41,
        "town": "P3E",
        "budget": {"rent": 4, "food": 6},
    }
    text = session().scalars(select(Contribution)).one()
    assert (text.text, text.channel, text.status) == ("Un autobus", "paper", "pending")


def test_areas_are_numbered_as_on_paper_and_being_unsure_is_one(
    browser: Browser, stack: ImportBatch
) -> None:
    areas = next(s for s in browser.tree.iter("select") if s.get("name") == "catchment")
    lines = {o.get("value"): "".join(o.itertext()) for o in areas.iter("option")}
    offered = stack.survey.consultation.catchments
    place = [item.slug for item in offered].index("northeast") + 1
    assert lines == {
        "": "Not marked",
        "northeast": f"{place} · Northeast",
        "unsure": f"{len(offered) + 1} · I am not sure",
    }
    browser.submit(status=200, **{**FILLED, "catchment": "unsure"})
    assert "Form 1 is in." in browser.words()


def test_the_next_form_is_there_at_once_with_what_stays(browser: Browser) -> None:
    browser.submit(status=200, **FILLED, _slip="y")
    fields = {f.get("name"): f for f in browser.tree.iter("input")}
    assert fields["_number"].get("value") == "2"
    assert fields["received_on"].get("value") == "2026-11-01"
    assert fields["needs" if "needs" in fields else "job"].get("value", "") == ""
    assert fields["consent"].get("checked") is None
    assert fields["_slip"].get("checked") is not None
    assert "Write this code on its slip:" in browser.words()
    browser.submit(status=200, **{**FILLED, "_number": "2"})
    assert "Form 2 is in." in browser.words()
    assert "Write this code" not in browser.words()


def test_rule_23_a_page_sent_twice_is_one_form(browser: Browser) -> None:
    hidden = browser.hidden_fields()
    browser.submit(status=200, **FILLED)
    browser.submit(status=200, **{**FILLED, **hidden})
    assert one().batch_place == 1


def test_a_number_is_taken_once(browser: Browser) -> None:
    browser.submit(status=200, **FILLED)
    browser.submit(status=409, **{**FILLED, "needs": "Other words"})
    assert "Form 1 of this stack is in already." in browser.words()
    assert "Other words" in browser.text
    assert one()


def test_an_answer_that_was_not_for_the_person_is_left_out(browser: Browser) -> None:
    browser.submit(status=200, **FILLED, staff="12")
    keys = set(session().scalars(select(Answer.question_key)))
    assert "role" in keys
    assert "staff" not in keys


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"consent": None}, "Without this mark the answers cannot be used"),
        ({"_number": "none"}, "Enter the number of the form"),
        ({"received_on": "2027-01-01"}, "Enter a day from 2026-10-01 to 2026-11-02"),
        ({"received_on": "1/2/3"}, "Enter a day, such as"),
        ({"language": "de"}, "Choose the language of the form."),
        ({"catchment": "ottawa"}, "Choose an area from the list."),
        ({"age": "old"}, "Enter a number in digits"),
        ({"csrf_token": "old"}, "please send it again"),
    ],
)
def test_what_cannot_be_taken_is_told_and_kept(
    browser: Browser, typed: dict[str, Any], told: str
) -> None:
    fields = {k: v for k, v in {**FILLED, **typed}.items() if v is not None}
    browser.submit(status=422, **fields)
    assert told in browser.words()
    assert "Un autobus" in browser.text
    assert session().scalars(select(Response)).all() == []


def test_a_form_with_nothing_on_it_is_refused(browser: Browser) -> None:
    browser.submit(status=422, _number="1", language="en", consent="y")
    assert "Nothing is filled in on this form." in browser.words()


def test_forms_come_in_after_the_closing_and_not_after_the_report(
    browser: Browser, survey: Survey
) -> None:
    advance_consultation(survey.consultation, "closed", by=SYSTEM)
    browser.submit(status=200, **FILLED)
    advance_consultation(survey.consultation, "reported", by=SYSTEM)
    browser.submit(status=409, **{**FILLED, "_number": "2"})
    assert "until the report is made" in browser.words()


def test_the_version_at_the_foot_of_the_form_is_typed(
    browser: Browser, survey: Survey, stack: ImportBatch
) -> None:
    from engage.surveys.actions import edit_draft, publish_survey
    from tests.factories.surveys import definition

    edited = definition(question("new", "short_text"))
    edit_draft(survey, edited, version=survey.version, by=SYSTEM)
    publish_survey(survey, by=SYSTEM)
    browser.open(f"{STACKS}/{stack.id}")
    assert "Question new" in browser.words()
    browser.open(f"{STACKS}/{stack.id}?version=1")
    assert "Question needs" in browser.words()
    browser.submit(status=200, **FILLED)
    assert "Question needs" in browser.words()


def test_a_second_typing_that_agrees_is_noted(
    second: Browser, stack: ImportBatch
) -> None:
    second.open(f"{STACKS}/{stack.id}/check")
    assert "Un autobus" not in second.text
    second.submit(**FILLED)
    assert one().marks == ["checked"]
    second.open(f"{STACKS}/{stack.id}/check")
    assert "All of this stack is checked" in second.words()


OTHER = {**FILLED, "needs": "Un autobus de nuit", "role": "employer"}


def test_differences_are_shown_and_the_right_typing_stands(
    second: Browser, stack: ImportBatch
) -> None:
    second.open(f"{STACKS}/{stack.id}/check")
    second.submit(status=409, **OTHER)
    cells = ["".join(cell.itertext()) for cell in second.tree.iter("td")]
    assert [cell for cell in cells if cell][:4] == [
        "Un autobus",
        "Un autobus de nuit",
        "Worker",
        "Employer",
    ]
    seen = select(AuditEntry.detail).where(AuditEntry.action == "surveys.form.compared")
    assert session().scalars(seen).all() == [{"form": 1}]
    second.submit(**OTHER, _keep="second")
    found = one()
    assert (found.batch_place, found.marks) == (1, ["checked"])
    texts = set(session().execute(select(Contribution.text, Contribution.status)))
    assert texts == {("", "withdrawn"), ("Un autobus de nuit", "pending")}


def test_the_first_typing_can_be_the_right_one(
    second: Browser, stack: ImportBatch
) -> None:
    first = one().public_id
    second.open(f"{STACKS}/{stack.id}/check")
    second.submit(**OTHER, _keep="first")
    assert (one().public_id, one().marks) == (first, ["checked"])


def test_whoever_typed_a_form_does_not_check_it(
    browser: Browser, stack: ImportBatch
) -> None:
    browser.submit(status=200, **FILLED)
    hidden = browser.hidden_fields()
    browser.open(f"{STACKS}/{stack.id}/check")
    assert "The rest waits for someone else" in browser.words()
    for typed in (FILLED, OTHER, OTHER | {"_keep": "second"}):
        browser.submit(f"{STACKS}/{stack.id}/check", 409, **{**hidden, **typed})
        assert "You typed this form the first time." in browser.words()
    assert one().marks == []


def test_a_form_that_is_not_in_cannot_be_checked(
    browser: Browser, stack: ImportBatch
) -> None:
    browser.open(f"{STACKS}/{stack.id}/check")
    assert "Nothing to check yet" in browser.words()
    browser.open(f"{STACKS}/{stack.id}")
    hidden = browser.hidden_fields()
    browser.submit(f"{STACKS}/{stack.id}/check", 422, **{**hidden, **FILLED})


def test_a_stack_is_begun_with_its_session(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    held = a_session(survey.consultation)
    browser = sign_in(luc)
    browser.open(f"{STACKS}?session={held.code}")
    fields = {"name": "Library, box 2", "catchment": "northeast"}
    browser.submit(status=422, **fields, session="AAAAAAAA")
    assert "has no session with this code" in browser.words()
    browser.submit(status=422, **{**fields, "name": " "}, session=held.code)
    browser.submit(**fields, session=held.code.lower())
    batch = session().scalars(select(ImportBatch)).one()
    assert (batch.session_code, batch.name) == (held.code, "Library, box 2")
    browser.open(f"{STACKS}/{batch.id}")
    browser.submit(status=200, **FILLED)
    assert (one().session_code, one().channel) == (held.code, "paper")
    browser.open(STACKS)
    assert "1 form" in browser.words()


def test_rule_02_a_stack_is_for_those_of_its_catchment(
    stack: ImportBatch, theo: User, sign_in: SignIn
) -> None:
    browser = sign_in(theo)
    browser.open(STACKS)
    assert "Library, box 9" not in browser.words()
    browser.open(f"{STACKS}/{stack.id}", status=404)
    browser.open(f"{STACKS}/{stack.id}/check", status=404)
    browser.submit(STACKS, 422, name="Mine", catchment="northeast")


def test_rule_33_the_log_says_which_form_and_never_what_stands_on_it(
    browser: Browser, stack: ImportBatch
) -> None:
    browser.submit(status=200, **FILLED)
    acts = session().scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    told = [(act.action, act.subject_id, act.detail) for act in acts][-1]
    assert told == ("surveys.form.entered", str(stack.id), {"form": 1})
