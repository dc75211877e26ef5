"""The builder: plain forms, stable keys, versions that collide."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.consultations.models import Consultation
from engage.core.db import session, transaction
from engage.people.models import User
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.queries import find_survey
from engage.surveys.questions import KINDS, faults_of
from engage.surveys.questions.outline import find_question
from tests.factories.surveys import (
    choices,
    every_kind,
    make_consultation,
    make_survey,
    question,
)
from tests.pages import Browser

SignIn = Callable[[User], Browser]


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    return make_consultation(catchments=("northeast",))


@pytest.fixture
def survey(consultation: Consultation) -> Survey:
    return make_survey(
        question("role", "single", choices=choices("worker", "employer")),
        question("more", "long_text"),
        consultation=consultation,
    )


def fresh(slug: str = "work") -> Survey:
    session().rollback()
    session().expire_all()
    found = find_survey(slug)
    assert found is not None
    return found


def asked(key: str, slug: str = "work") -> dict[str, Any]:
    found = find_question(fresh(slug).draft, key)
    assert found is not None
    return found


def words(**more: Any) -> dict[str, Any]:
    return {"title_en": "How do you travel?", "title_fr": "Comment?", **more}


def test_a_survey_from_nothing_to_published(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/new?consultation=talk")
    browser.submit(
        consultation="talk",
        title_en="Rides",
        title_fr="Trajets",
        slug="rides",
        moderation="pre",
    )
    browser.open("/en/manage/surveys/rides/add-question?section=main&kind=single")
    lines = {"choices_en": ["Bus", "Car"], "choices_fr": ["Autobus", "Auto"]}
    browser.submit(**words(choices_key=["", ""], **lines))
    page = browser.open("/en/manage/surveys/rides")
    assert "How do you travel?" in browser.words()
    browser.submit("/en/manage/surveys/rides/publish")
    browser.open("/en/manage/surveys/rides")
    assert "Version 1 is published." in browser.words()
    made = fresh("rides")
    assert (made.state, made.number) == ("open", 1)
    kept = asked("how_do_you_travel", "rides")
    assert [item["key"] for item in kept["choices"]] == ["bus", "car"]
    assert page is not None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_written(
    survey: Survey, luc: User, sign_in: SignIn, kind: str
) -> None:
    browser = sign_in(luc)
    browser.open(f"/fr/manage/surveys/work/add-question?section=main&kind={kind}")
    lines = {
        f"{part}_{name}": values
        for part in ("choices", "rows")
        for name, values in (("key", ["", ""]), ("en", ["A", "B"]), ("fr", ["A", "B"]))
    }
    figures = {"total": "10", "low": "1", "high": "5", "least": "0", "limit": "200"}
    browser.submit(**words(**lines, **figures))
    assert asked("how_do_you_travel")["kind"] == kind
    assert faults_of(fresh().draft) == []
    browser.open("/fr/manage/surveys/work/questions/how_do_you_travel")
    browser.open("/en/manage/surveys/work/preview")
    shown = browser.words()
    assert "Up to " in shown
    assert "Jusqu’à " in shown


def test_a_published_version_stays_as_it_was(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work/questions/more")
    browser.submit(**words(limit="100"))
    assert fresh().number == 1
    browser.open("/en/manage/surveys/work")
    browser.submit("/en/manage/surveys/work/publish")
    versions = session().query(SurveyVersion).order_by(SurveyVersion.number).all()
    titles = [v.definition["sections"][0]["questions"][1]["title"] for v in versions]
    assert [title["en"] for title in titles] == ["Question more", "How do you travel?"]


def test_rule_24_a_stale_question_shows_both(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work/questions/more")
    before = browser.hidden_fields()
    browser.submit(**words(limit="100"))
    typed = {**before, "title_en": "Mine", "title_fr": "Le mien", "limit": "9"}
    browser.submit(status=409, **typed)
    assert "How do you travel?" in browser.words()
    assert "Mine" in browser.text
    assert asked("more")["title"]["en"] == "How do you travel?"
    browser.submit(title_en="Mine", title_fr="Le mien", limit="9")
    assert asked("more")["title"]["en"] == "Mine"


def test_rule_24_a_stale_move_moves_nothing(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work")
    move = {"item": "question", "key": "more", "way": "up", "version": "1"}
    browser.submit("/en/manage/surveys/work/arrange", status=409, **move)
    assert "Somebody changed this survey" in browser.words()


def test_questions_move_by_buttons(survey: Survey, luc: User, sign_in: SignIn) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work")
    move = {"item": "question", "key": "more", "way": "up"}
    browser.submit("/en/manage/surveys/work/arrange", **move)
    questions = fresh().draft["sections"][0]["questions"]
    assert [item["key"] for item in questions] == ["more", "role"]


def test_branching_stays_without_circles(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    address = "/en/manage/surveys/work/questions/more"
    browser.open(address.replace("/en/", "/fr/"))
    assert "Question role en français" in browser.words()
    browser.open(address)
    browser.submit(status=200, depends_on="role", do="condition", **words(limit="9"))
    assert "Worker" in browser.words()
    browser.submit(depends_on="role", any_of="worker", **words(limit="9"))
    condition = {"question": "role", "any_of": ["worker"]}
    assert asked("more")["show_if"] == condition
    browser.open("/en/manage/surveys/work")
    move = {"item": "question", "key": "more", "way": "up"}
    browser.submit("/en/manage/surveys/work/arrange", status=422, **move)
    assert "no longer comes before it" in browser.words()
    browser.open("/en/manage/surveys/work")
    drop = {"item": "question", "key": "role", "way": "remove"}
    browser.submit("/en/manage/surveys/work/arrange", status=422, **drop)
    assert f"{asked('more')['title']['en']}: It depends on" in browser.words()
    assert asked("role")


def test_a_condition_names_only_what_comes_before(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work/questions/role")
    lines = {"choices_key": ["worker"], "choices_en": ["W"], "choices_fr": ["W"]}
    sent = words(depends_on="role", any_of="worker", **lines)
    browser.submit(status=422, **sent)
    assert "show_if" not in asked("role")


def test_answers_move_and_go_without_a_script(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work/questions/role")
    lines = {
        "choices_key": ["worker", "employer"],
        "choices_en": ["Worker", "Employer"],
        "choices_fr": ["Travail", "Emploi"],
    }
    browser.submit(status=200, do="choices.down.0", **words(**lines))
    keys = [
        item.get("value")
        for item in browser.tree.iter("input")
        if item.get("name") == "choices_key"
    ]
    assert keys == ["employer", "worker"]
    more = "Student | Aux études\nRetired | À la retraite"
    browser.submit(**words(choices_more=more, **lines))
    kept = asked("role")["choices"]
    assert [item["key"] for item in kept] == [
        "worker",
        "employer",
        "student",
        "retired",
    ]
    assert kept[2]["label"] == {"en": "Student", "fr": "Aux études"}


def test_a_half_translated_draft_is_kept_and_not_published(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work/questions/more")
    browser.submit(title_en="Only English", title_fr="", limit="9")
    browser.open("/en/manage/surveys/work")
    assert "Write the question in both languages." in browser.words()
    browser.submit("/en/manage/surveys/work/publish", status=422)
    assert fresh().number == 1


def test_a_key_of_a_past_version_keeps_its_kind(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work")
    drop = {"item": "question", "key": "more", "way": "remove"}
    browser.submit("/en/manage/surveys/work/arrange", **drop)
    browser.open("/en/manage/surveys/work/add-question?section=main&kind=number")
    browser.submit(status=422, **words(key="more", least="0", most="9"))
    assert "Another question has this short name." in browser.words()


def test_rule_02_a_survey_elsewhere_is_not_there(
    survey: Survey, theo: User, sign_in: SignIn
) -> None:
    browser = sign_in(theo)
    for rest in ("", "/settings", "/preview", "/questions/more", "/add-section"):
        browser.open(f"/en/manage/surveys/work{rest}", status=404)
    browser.open("/en/manage/surveys")
    assert "Your view of work" not in browser.words()


def test_the_list_of_one_consultation_shows_that_one(
    survey: Survey, theo: User, odile: User, sign_in: SignIn
) -> None:
    make_consultation("quiet", catchments=("toronto",))
    browser = sign_in(odile)
    browser.open("/en/manage/surveys?consultation=quiet")
    assert "No survey yet." in browser.words()
    assert "Your view of work" not in browser.words()
    new = [item.get("href") for item in browser.tree.iter("a")]
    assert "/en/manage/surveys/new?consultation=quiet" in new
    sign_in(theo).open(
        f"/en/manage/surveys?consultation={survey.consultation.slug}", status=404
    )


def test_a_facilitator_of_a_part_looks_and_changes_nothing(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    make_survey(*every_kind())
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work")
    assert "reaches beyond your catchments" in browser.words()
    browser.open("/en/manage/surveys/work/questions/needs", status=403)
    browser.open("/en/manage/surveys/work/add-section", status=403)


def test_rule_30_unusable_characters_are_taken_out_of_sight(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work/settings")
    browser.submit(title_en="A\x00B", title_fr="C", moderation="pre")
    assert fresh().title.en == "AB"
    browser.open("/en/manage/surveys/work/settings")
    browser.submit(title_en="", title_fr="C", moderation="pre", status=422)
    assert "Write it in both languages." in browser.words()


def test_close_and_open_again(survey: Survey, luc: User, sign_in: SignIn) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work")
    browser.submit("/en/manage/surveys/work/close")
    assert fresh().state == "closed"
    browser.open("/en/manage/surveys/work")
    browser.submit("/en/manage/surveys/work/publish")
    assert (fresh().state, fresh().number) == ("open", 1)
    browser.open("/en/manage/surveys/work")
    assert "The survey takes answers again." in browser.words()


def test_rule_24_closing_names_the_version_it_saw(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work")
    browser.submit("/en/manage/surveys/work/close", status=409, version="999")
    assert fresh().state == "open"


def test_a_published_survey_waits_for_its_consultation(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    with transaction() as current:
        current.get_one(Consultation, survey.consultation_id).state = "draft"
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work")
    assert "Published; takes answers once the consultation is open" in browser.words()
    assert "/en/manage/consultations/talk" in browser.text
    browser.open("/en/s/work")
    assert "takes no answers yet" in browser.words()
    assert "What was heard is published" not in browser.words()


def test_who_may_change_no_consultation_is_shown_the_way(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    make_consultation()
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/new")
    assert "No consultation that you may change" in browser.words()
    assert "/en/manage/consultations/new" in browser.text
    browser.open("/en/manage/consultations/talk")
    assert "See the moderation statement" in browser.words()
