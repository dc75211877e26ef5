"""The survey page: one page, no account, nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.db import db, session
from engage.surveys.actions import close_survey
from engage.surveys.models import Answer, Response
from tests.factories.surveys import (
    choices,
    make_consultation,
    make_survey,
    question,
    respond,
)
from tests.pages import Browser

AGREED = {"consent": "y"}


def responses() -> list[Response]:
    return list(session().scalars(select(Response)))


def answer_of(key: str) -> object:
    return session().scalar(select(Answer.value).where(Answer.question_key == key))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_kind_of_question_is_answered_on_one_page(
    amina: Browser, language: str
) -> None:
    make_survey()
    amina.open(f"/{language}/s/work?catchment=toronto")
    amina.submit(
        needs="Un autobus",
        role="worker",
        ways=["car", "bus"],
        order=["c", "", "a"],
        **{"views.staff": "good", "views.hours": "poor"},
        ease="4",
        age="41",
        job="cook",
        town="P3E 2C6",
        **{"budget.rent": "4", "budget.food": "6"},
        catchment="toronto",
        consent="y",
        consent_quote="y",
    )
    response = responses()[0]
    assert (response.language, response.may_quote) == (language, True)
    assert response.catchment_id is not None
    assert {key: answer_of(key) for key in ("role", "ways", "order", "views")} == {
        "role": "worker",
        "ways": ["bus", "car"],
        "order": ["c", "a"],
        "views": {"staff": "good", "hours": "poor"},
    }
    assert {key: answer_of(key) for key in ("ease", "age", "town", "budget")} == {
        "ease": 4,
        "age": 41,
        "town": "P3E",
        "budget": {"rent": 4, "food": 6},
    }
    texts = set(session().scalars(select(Contribution.text)))
    assert texts == {"Un autobus", "cook"}


def test_an_empty_page_has_no_error_and_preselects_the_area(amina: Browser) -> None:
    make_survey()
    page = amina.open("/en/s/work?catchment=northeast")
    chosen = [o.get("value") for o in page.iter("option") if "selected" in o.attrib]
    assert "northeast" in chosen
    assert "error" not in amina.text.lower().replace("error-summary", "")


def test_an_unknown_area_in_the_address_preselects_nothing(amina: Browser) -> None:
    make_survey()
    page = amina.open("/en/s/work?catchment=atlantis")
    chosen = [o.get("value") for o in page.iter("option") if "selected" in o.attrib]
    assert set(chosen) <= {""}


def test_not_being_sure_of_the_area_is_an_answer(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work")
    amina.submit(needs="A bus", catchment="unsure", **AGREED)
    assert responses()[0].catchment_id is None


def test_an_area_outside_the_consultation_is_refused(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work")
    amina.submit(needs="A bus", catchment="ottawa", status=422, **AGREED)
    assert responses() == []


@pytest.mark.parametrize("area", ["\x00", "a" * 5000, "Œ\u202e", "'; --"])
def test_rule_31_an_area_that_is_none_is_refused(amina: Browser, area: str) -> None:
    make_survey()
    amina.open("/en/s/work")
    amina.submit(needs="A bus", catchment=area, status=422, **AGREED)
    assert responses() == []


def test_without_agreeing_nothing_is_taken_and_nothing_is_lost(amina: Browser) -> None:
    make_survey()
    amina.open("/fr/s/work")
    amina.submit(
        status=422,
        needs="<b>Un</b> autobus & un train",
        role="employer",
        order=["b", "d"],
        **{"views.staff": "fair", "budget.rent": "dix"},
        ease="unknown",
        age="quarante",
        catchment="toronto",
    )
    shown = amina.text
    assert "&lt;b&gt;Un&lt;/b&gt; autobus &amp; un train" in shown
    assert 'value="quarante"' in shown
    assert 'value="dix"' in shown
    page = amina.tree
    held = {i.get("value") for i in page.iter("input") if "checked" in i.attrib}
    assert held == {"employer", "fair", "unknown"}
    chosen = [o.get("value") for o in page.iter("option") if "selected" in o.attrib]
    assert [v for v in chosen if v] == ["toronto", "b", "d"]
    links = {a.get("href") for a in page.iter("a")}
    assert {"#consent", "#age", "#budget"} <= links
    assert responses() == []


def test_rule_30_a_text_of_a_megabyte_is_kept_on_screen(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work")
    long = "A bus, please. " * 70_000
    amina.submit(status=422, needs=long, **AGREED)
    assert long.strip() in amina.text
    assert "Shorten this text by 1,044,999 characters" in amina.words()


def test_rule_31_more_than_can_be_read_is_413(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work")
    amina.submit(status=413, needs="x" * 5_000_000)


@pytest.mark.parametrize("raw", [b"needs=caf%E9+ferm%E9", b"needs=caf\xe9 ferm\xe9"])
def test_rule_30_invalid_utf8_names_the_field_and_keeps_the_rest(
    amina: Browser, raw: bytes
) -> None:
    make_survey()
    amina.open("/en/s/work")
    token = amina.hidden_fields()["csrf_token"].encode()
    body = b"csrf_token=" + token + b"&job=cook&consent=y&" + raw
    response = amina.client.post(
        "/en/s/work", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 422
    assert "caf\ufffd ferm\ufffd" in response.text
    assert 'value="cook"' in response.text
    assert 'href="#needs"' in response.text


def test_rule_30_control_characters_are_refused_and_shown_without(
    amina: Browser,
) -> None:
    make_survey()
    amina.open("/en/s/work")
    amina.submit(status=422, needs="A\x00 bus\x1b", job="\x07", **AGREED)
    assert "A bus" in amina.text


def test_rule_12_a_form_without_our_token_is_shown_again(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work")
    amina.submit(status=422, csrf_token="wrong", needs="A bus", **AGREED)
    assert "What you typed is still here" in amina.words()
    assert "A bus" in amina.text
    amina.submit(needs="A bus", **AGREED)
    assert len(responses()) == 1


def test_rule_12_get_changes_nothing(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work?needs=A+bus&consent=y")
    assert responses() == []


def test_rule_22_the_receipt_is_shown_once(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work")
    sent = amina.submit(needs="A bus", **AGREED)
    assert sent.headers["Location"].endswith("/en/receipt")
    cookie = next(c for c in sent.headers.getlist("Set-Cookie") if "receipt" in c)
    page = amina.open("/en/receipt")
    code = next(e.text for e in page.iter("strong") if "receipt" in e.get("class", ""))
    assert "switch" not in [a.get("class") for a in page.iter("a")]
    assert code
    assert len(code) == 23
    assert code not in cookie
    assert code.replace("-", "") not in cookie
    ways = next(a for a in page.iter("a") if a.text == "Other ways to take part")
    assert ways.get("href") == "/en/consultations/talk"
    amina.open("/en/receipt")
    assert code not in amina.text


def test_the_receipt_cookie_is_worth_nothing_after_five_minutes(
    amina: Browser,
) -> None:
    make_survey()
    amina.open("/en/s/work")
    amina.submit(needs="A bus", **AGREED)
    clock.freeze(clock.now() + timedelta(seconds=301))
    amina.open("/en/receipt")
    assert "shown before" in amina.words()


def test_rule_23_sent_twice_is_one_response_with_one_receipt(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work")
    fields = {**amina.hidden_fields(), "needs": "A bus", **AGREED}
    codes = []
    for _ in range(2):
        assert amina.client.post("/en/s/work", data=fields).status_code == 303
        page = amina.open("/en/receipt")
        codes += [
            e.text for e in page.iter("strong") if "receipt" in e.get("class", "")
        ]
    assert len(codes) == 2
    assert len(set(codes)) == 1
    assert len(responses()) == 1


def test_rule_23_the_key_of_other_answers_is_refused_with_a_new_key(
    amina: Browser,
) -> None:
    make_survey()
    amina.open("/en/s/work")
    fields = {**amina.hidden_fields(), "needs": "A bus", **AGREED}
    amina.client.post("/en/s/work", data=fields)
    amina.submit(status=422, needs="A train", **AGREED)
    assert "A train" in amina.text
    assert amina.hidden_fields()["submission_key"] != fields["submission_key"]
    amina.submit(needs="A train", **AGREED)
    assert len(responses()) == 2


def test_a_closed_survey_says_when_and_keeps_what_was_typed(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work")
    clock.freeze(datetime(2026, 12, 2, 5, 1, tzinfo=UTC))
    amina.submit(status=409, needs="A bus\nplease", **AGREED)
    assert "closed on November 30, 2026" in amina.words()
    assert "A bus" in amina.text
    assert responses() == []
    amina.open("/fr/s/work")
    assert "30 novembre 2026" in amina.words()


def test_a_survey_that_is_not_open_yet_says_when(amina: Browser) -> None:
    make_survey()
    clock.freeze(datetime(2026, 9, 1, 12, 0, tzinfo=UTC))
    amina.open("/fr/s/work")
    assert "1er octobre 2026" in amina.words()


def test_a_survey_closed_early_takes_no_more(amina: Browser) -> None:
    close_survey(make_survey(), by=SYSTEM)
    amina.open("/en/s/work")
    assert "takes no more answers" in amina.words()


def test_an_unknown_survey_is_404(amina: Browser) -> None:
    amina.open("/en/s/nothing", status=404)


def test_the_short_address_leads_to_the_visitors_language(amina: Browser) -> None:
    make_survey()
    french = {"Accept-Language": "fr-CA,fr;q=0.9"}
    sent = amina.client.get(
        "/s/work?catchment=toronto&lang=xx&survey=y", headers=french
    )
    assert sent.status_code == 302
    assert sent.headers["Location"] == "/fr/s/work?catchment=toronto"


def test_the_language_switch_keeps_what_was_typed(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work")
    amina.submit("/fr/s/work", status=200, switch="fr", needs="A bus", age="x")
    assert "A bus" in amina.text
    assert "Question needs en français" in amina.text
    assert "error-summary" not in amina.text
    assert responses() == []


def test_an_answer_opens_a_question_which_is_shown_before_sending(
    amina: Browser,
) -> None:
    follow_up = {"question": "role", "any_of": ["other"]}
    make_survey(
        question("role", "single", choices=choices("worker", "other")),
        question("which", "short_text", show_if=follow_up),
    )
    amina.open("/en/s/work")
    assert "Question which" not in amina.text
    amina.submit(status=200, role="other", **AGREED)
    assert "Question which" in amina.text
    assert responses() == []
    amina.submit(role="other", which="a farmer", **AGREED)
    assert session().scalars(select(Contribution.text)).all() == ["a farmer"]


def test_an_answer_to_a_hidden_question_is_dropped(amina: Browser) -> None:
    follow_up = {"question": "role", "any_of": ["other"]}
    make_survey(
        question("role", "single", choices=choices("worker", "other")),
        question("which", "short_text", show_if=follow_up, required=True),
    )
    amina.open("/en/s/work")
    amina.submit(role="worker", which="a farmer", **AGREED)
    assert session().scalar(select(func.count()).select_from(Contribution)) == 0


def test_consent_given_to_another_text_is_asked_for_again(amina: Browser) -> None:
    make_survey()
    amina.open("/en/s/work")
    amina.submit(status=422, consent_version="7", needs="A bus", **AGREED)
    assert responses() == []


def test_the_page_takes_few_statements_and_no_more_with_many_responses(
    amina: Browser,
) -> None:
    survey = make_survey()
    amina.open("/en/s/work")
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    amina.open("/en/s/work")
    first = [s for s in seen if s.startswith("SELECT")]
    respond(survey, {"needs": "A bus"})
    seen.clear()
    amina.open("/en/s/work")
    again = [s for s in seen if s.startswith("SELECT")]
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(first) == len(again) <= 3


def test_a_consultation_outside_the_catchments_asks_for_no_area(amina: Browser) -> None:
    make_survey(consultation=make_consultation(catchments=()))
    page = amina.open("/en/s/work")
    assert "catchment" not in {item.get("name") for item in page.iter("select")}
    amina.submit(needs="A bus", **AGREED)
    assert len(responses()) == 1


@pytest.mark.parametrize(
    "asked",
    [
        "_scheme=x",
        "_external=1",
        "_method=PUT",
        "_anchor=a",
        "survey=other",
        "endpoint=x",
        "lang=de",
    ],
)
def test_rule_31_names_in_the_address_do_not_steer_links(
    amina: Browser, asked: str
) -> None:
    make_survey()
    page = amina.open(f"/en/s/work?{asked}")
    links = [item.get("href") or "" for item in page.iter("link")]
    assert [link for link in links if link.startswith("/fr/s/work")]


def test_the_address_of_one_visitor_is_not_shown_to_the_next(amina: Browser) -> None:
    make_survey()
    for asked in ("session=ABCDEFG2", "catchment=toronto&catchment=else"):
        amina.open(f"/en/s/work?{asked}")
        assert asked.partition("&")[0] in amina.text
    for asked in ("", "?catchment=toronto"):
        amina.open(f"/en/s/work{asked}")
        assert "ABCDEFG2" not in amina.text
        assert "else" not in amina.tree.find(".//link[@hreflang='fr']").get("href")
