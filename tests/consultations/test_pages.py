"""The staff pages of a consultation: who gets in, what they show, what they keep."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from engage.consultations.actions import ConsultationFacts, edit_consultation
from engage.consultations.models import Consultation
from engage.consultations.queries import find_consultation
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.core.i18n import Bilingual
from engage.people.models import User
from tests.factories.consultations import a_draft
from tests.pages import Browser

SignIn = Callable[[User], Browser]
PAGES = ("", "/edit", "/consent", "/step", "/duplicate")
TYPED = {
    "title_en": "Buses in the north",
    "title_fr": "",
    "summary_en": "",
    "summary_fr": "",
    "slug": "buses",
    "opens_on": "2026-12-01",
    "closes_on": "2026-12-31",
    "zone": "America/Toronto",
    "catchments": ["northeast"],
    "retention_months": "12",
    "moderation": "pre",
}


def fresh(slug: str) -> Consultation:
    session().rollback()
    session().expire_all()
    found = find_consultation(slug)
    assert found is not None
    return found


def actions_noted() -> list[str]:
    session().rollback()
    return list(session().scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_draft()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_opens_in_both_languages(
    page: str, language: str, jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    sign_in(luc).open(f"/{language}/manage/consultations/jobs{page}")


@pytest.mark.parametrize("page", PAGES)
def test_rule_2_what_lies_elsewhere_is_not_there(
    page: str, jobs: Consultation, theo: User, sign_in: SignIn
) -> None:
    browser = sign_in(theo)
    browser.open(f"/en/manage/consultations/jobs{page}", 404)
    browser.open("/en/manage/consultations")
    assert "Jobs near you" not in browser.text


@pytest.mark.parametrize("page", PAGES[1:])
def test_a_facilitator_changes_only_what_lies_wholly_inside(
    page: str, app: Flask, luc: User, sign_in: SignIn
) -> None:
    a_draft("wide", ("northeast", "toronto"))
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/wide")
    assert "reaches beyond your catchments" in browser.words()
    browser.open(f"/en/manage/consultations/wide{page}", 403)


def test_strangers_are_sent_to_sign_in(jobs: Consultation, browser: Browser) -> None:
    browser.open("/en/manage/consultations", 302)
    browser.open("/en/manage/consultations/jobs", 302)


def test_a_draft_may_be_half_written(app: Flask, luc: User, sign_in: SignIn) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/new")
    browser.submit(**TYPED)
    made = fresh("buses")
    assert (made.state, made.retention_months) == ("draft", 12)
    assert [place.slug for place in made.catchments] == ["northeast"]
    browser.open("/en/manage/consultations/buses")
    assert "Title, in French" in browser.words()
    assert "consultations.consultation.created" in actions_noted()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("closes_on", "2026-11-01", "must not close before"),
        ("closes_on", "next week", "Enter a day"),
        ("zone", "Mars/Olympus", "Choose a time zone"),
        ("retention_months", "many", "Enter a whole number"),
        ("retention_months", "0", "from 1 to 120"),
        ("slug", "Two Words", "small letters"),
        ("slug", "new", "taken by another page"),
        ("slug", "jobs", "with this address already"),
        ("title_en", "", "in one language at least"),
        ("title_en", "x" * 201, "too long"),
        ("title_en", "Half \x00 a title", "cannot be used"),
        ("moderation", "never", "one of the two"),
        ("catchments", ["toronto"], "your own catchments"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    field: str,
    typed: object,
    told: str,
    jobs: Consultation,
    luc: User,
    sign_in: SignIn,
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/new")
    browser.submit(status=422, **{**TYPED, "summary_en": "Kept words", field: typed})
    assert told in browser.words()
    assert "Kept words" in browser.text


def test_only_those_who_see_all_may_choose_no_catchment(
    app: Flask, luc: User, odile: User, sign_in: SignIn
) -> None:
    for person, status in ((luc, 422), (odile, 303)):
        browser = sign_in(person)
        browser.open("/en/manage/consultations/new")
        browser.submit(status=status, **{**TYPED, "catchments": []})


def test_rule_24_a_stale_edit_shows_both_texts(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/jobs/edit")
    sent = {**TYPED, "title_en": "Mine", "title_fr": "La mienne"}
    stale = browser.hidden_fields()
    browser.submit(**{**sent, "title_en": "Theirs"})
    browser.submit(status=409, **{**sent, **stale})
    assert "Theirs" in browser.words()
    assert 'value="Mine"' in browser.text
    assert fresh("jobs").title.en == "Theirs"
    browser.submit(**sent)
    assert fresh("jobs").title.en == "Mine"


def test_a_public_text_stays_in_both_languages(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/jobs/step")
    browser.submit()
    browser.open("/en/manage/consultations/jobs/edit")
    browser.submit(status=422, **{**TYPED, "title_fr": "", "summary_en": "Why?"})
    assert "read this text in both languages" in browser.words()
    assert fresh("jobs").title.fr


def test_opening_waits_for_both_languages(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    a_draft(title=Bilingual("Only English", ""))
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/jobs/step")
    assert "It cannot open yet" in browser.words()
    assert "Title, in French" in browser.words()
    browser.submit(status=422, state="open")
    assert fresh("jobs").state == "draft"


def test_each_step_is_explained_and_confirmed(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    for words, state in (
        ("Open this consultation?", "open"),
        ("Close this consultation?", "closed"),
        ("Mark this consultation as reported?", "reported"),
    ):
        browser.open("/en/manage/consultations/jobs/step")
        assert words in browser.words()
        browser.submit()
        assert fresh("jobs").state == state
    browser.open("/en/manage/consultations/jobs/step")
    assert "last step" in browser.words()


def test_a_step_cannot_be_skipped(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/jobs/step")
    browser.submit(status=409, state="reported")


def test_a_new_consent_text_leaves_the_old_one(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/jobs/consent")
    before = fresh("jobs").version
    new = {
        "participation_en": "I take part, again.",
        "participation_fr": "Je participe encore.",
        "quoting_en": "",
        "quoting_fr": "",
    }
    stale = browser.hidden_fields()
    browser.submit(**new)
    found = fresh("jobs")
    assert [t.participation.en for t in found.consent_texts] == [
        "I take part.",
        "I take part, again.",
    ]
    assert found.version > before
    browser.submit(status=409, **{**new, "participation_en": "No.", **stale})
    assert "I take part, again." in browser.words()


def test_an_unchanged_consent_text_is_no_new_version(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/jobs/consent")
    browser.submit(
        participation_en="I take part.",
        participation_fr="Je participe.",
        quoting_en="You may quote me.",
        quoting_fr="Vous pouvez me citer.",
    )
    assert len(fresh("jobs").consent_texts) == 1


def test_the_whole_file_is_for_those_who_may_read_all(
    jobs: Consultation, luc: User, odile: User, ada: User, sign_in: SignIn
) -> None:
    for person, status in ((luc, 200), (ada, 200), (odile, 403)):
        browser = sign_in(person)
        browser.open("/en/manage/consultations/jobs")
        address = "/en/manage/consultations/jobs/export"
        answer = browser.submit(address, status)
        if status == 200:
            held = json.loads(answer.data)
            assert held["consultation"]["title"]["en"] == "Jobs near you"
    assert actions_noted().count("consultations.consultation.exported") == 2


def test_rule_12_the_file_is_not_had_by_get(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    sign_in(luc).open("/en/manage/consultations/jobs/export", 405)


def test_rule_10_typed_words_stay_words(app: Flask, luc: User, sign_in: SignIn) -> None:
    bad = "<script>alert(1)</script>"
    draft = a_draft(contact=Bilingual(bad, bad))
    browser = sign_in(luc)
    for page in PAGES:
        browser.open(f"/en/manage/consultations/{draft.slug}{page}")
        assert bad not in browser.text


def test_the_audit_log_names_what_changed_not_the_words(jobs: Consultation) -> None:
    facts = ConsultationFacts(
        slug="jobs",
        title=jobs.title,
        summary=Bilingual("New words", "Mots neufs"),
        opens_on=jobs.opens_on,
        closes_on=jobs.closes_on,
        moderation="post",
    )
    edit_consultation(jobs, facts, catchments=("northeast",), version=1, by=SYSTEM)
    entry = session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.detail == {"changed": ["summary", "moderation"]}
