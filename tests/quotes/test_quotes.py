"""Quotes: a person reads each text before it is quoted; nothing published in haste."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from engage.consultations.models import Consultation
from engage.contributions.actions import withdraw_contribution
from engage.contributions.models import Contribution, QuoteVerdict
from engage.core.actors import SYSTEM
from engage.core.db import db, session, transaction
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.worker import run_waiting_jobs
from engage.people.models import User
from engage.quotes import actions, queries
from engage.quotes.carrying import dump_quotes, load_quotes
from engage.reports.actions import press_of, publish_edition
from engage.reports.document import quoted_ids
from engage.reports.queries import find_latest_edition, get_document
from tests.pages import Browser

SignIn = Callable[[User], Browser]
LIST = "/en/manage/consultations/needs/quotes"
NAMED = "My name is Amina Diallo and I need a bus to the clinic every morning."


@pytest.fixture
def waiting(needs: Consultation) -> Contribution:
    return texts_of(needs, "waiting")[0]


def texts_of(consultation: Consultation, state: str) -> list[Contribution]:
    found, _total = queries.list_candidates(SYSTEM, consultation, state, "", 1)
    return [one.text for one in found]


def fresh(text: Contribution) -> Contribution:
    session().expire_all()
    return session().get_one(Contribution, text.id)


def say(text: Contribution, words: str) -> None:
    """Give a text other words in English, as if its author had written them."""
    with transaction() as current:
        changed = update(Contribution).where(Contribution.id == text.id)
        current.execute(changed.values(text=words, language="en"))


def test_rule_19_only_named_themes_and_consenting_authors_are_listed(
    needs: Consultation,
) -> None:
    with transaction() as current:
        some = select(Contribution.id).where(Contribution.prompt_key == "skills")
        current.execute(
            update(Contribution)
            .where(Contribution.id.in_(some))
            .values(may_quote=False)
        )
    counts = queries.count_by_state(SYSTEM, needs)
    listed = [one for state in queries.STATES for one in texts_of(needs, state)]
    assert {one.prompt_key for one in listed} == {"rides"}
    assert counts["waiting"] > 20
    assert counts["cleared"] > 0
    assert counts["refused"] == 0


def test_odile_quotes_refuses_and_undoes(
    needs: Consultation, waiting: Contribution, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    browser.open(LIST)
    door = f"/en/manage/quotes/{waiting.public_id}"
    browser.submit(f"{door}/clear", words=waiting.text, version=waiting.version)
    assert fresh(waiting).is_quotable
    browser.open(f"{LIST}?show=cleared")
    assert "Odile" in browser.words()
    browser.submit(f"{door}/refuse", version=fresh(waiting).version)
    assert not fresh(waiting).is_quotable
    browser.open(f"{LIST}?show=refused")
    assert waiting.text in browser.words()
    browser.submit(f"{door}/take-back", version=fresh(waiting).version)
    assert waiting.id in {one.id for one in texts_of(needs, "waiting")}
    browser.open("/fr/manage/consultations/needs/quotes")
    assert "Citer" in browser.words()


def test_rule_19_marked_details_are_edited_or_vouched_for(
    waiting: Contribution, odile: User, sign_in: SignIn
) -> None:
    say(waiting, NAMED)
    browser = sign_in(odile)
    browser.open(LIST)
    assert "Amina Diallo" in browser.words()
    assert "My name is [name]" in browser.words(), "a proposal without the details"
    door = f"/en/manage/quotes/{waiting.public_id}/clear"
    typed = "Amina Diallo needs a bus. Call 705 555 0134."
    browser.submit(door, status=422, words=typed, version=waiting.version)
    assert typed in browser.words()
    assert not fresh(waiting).is_cleared
    browser.submit(door, words="I need a bus.", version=waiting.version)
    text = fresh(waiting)
    assert (text.text, text.quotable_text) == (NAMED, "I need a bus.")
    browser.open(LIST)
    browser.submit(door, words=NAMED, is_read="y", version=text.version)
    assert fresh(waiting).quotable_text == NAMED


def test_rule_24_a_stale_list_keeps_what_was_typed(
    waiting: Contribution, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    browser.open(LIST)
    stale = waiting.version
    actions.refuse_quote(waiting, version=stale, by=SYSTEM)
    door = f"/en/manage/quotes/{waiting.public_id}/clear"
    browser.submit(door, status=409, words="Other words here.", version=stale)
    assert "Other words here." in browser.words()
    assert "Somebody changed this text" in browser.words()
    browser.submit(
        f"/en/manage/quotes/{waiting.public_id}/refuse", status=409, version=stale
    )


@pytest.mark.parametrize("words", ["", " \u200b ", "a\x00b", "x" * 5001])
def test_rule_30_unusable_words_are_refused(
    waiting: Contribution, odile: User, sign_in: SignIn, words: str
) -> None:
    browser = sign_in(odile)
    browser.open(LIST)
    door = f"/en/manage/quotes/{waiting.public_id}/clear"
    browser.submit(door, status=422, words=words, version=waiting.version)
    browser.submit(door, status=422, words="Fine words.", version="x")
    assert not fresh(waiting).is_cleared


def test_rule_01_facilitators_do_not_clear(
    waiting: Contribution, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open(LIST, status=403)
    with pytest.raises(NotAllowed):
        actions.clear_quote(waiting, "Words.", version=waiting.version, by=luc.actor)


def test_a_page_is_cleared_together_without_what_is_marked(
    needs: Consultation, waiting: Contribution, odile: User, sign_in: SignIn
) -> None:
    say(waiting, NAMED)
    browser = sign_in(odile)
    browser.open(LIST)
    shown = texts_of(needs, "waiting")
    sent = [f"{one.public_id}:{one.version}" for one in shown]
    sent[-1] = f"{shown[-1].public_id}:99"
    before = queries.count_by_state(SYSTEM, needs)["cleared"]
    browser.submit(f"{LIST}/together", text=[*sent, "nobody:1", "rubbish"])
    after = queries.count_by_state(SYSTEM, needs)["cleared"]
    assert after == before + len(shown) - 2
    browser.open(f"{LIST}?show=cleared")
    assert f"{after - before} texts may be quoted." in browser.words()


def test_rule_19_a_refused_quote_leaves_the_edition(
    needs: Consultation, app: Flask
) -> None:
    press = press_of(app.config["SETTINGS"])
    edition = publish_edition(needs, press, by=SYSTEM)
    published = sorted(quoted_ids(edition.document))
    chosen = select(Contribution).where(Contribution.public_id == published[0])
    text = session().scalars(chosen).one()
    actions.refuse_quote(text, version=text.version, by=SYSTEM)
    run_waiting_jobs()
    newest = find_latest_edition(needs.id)
    assert newest is not None
    assert newest.name == "1.1"
    assert quoted_ids(get_document(newest)) == set(published[1:])


def test_rule_20_a_verdict_goes_with_the_words(
    needs: Consultation, waiting: Contribution
) -> None:
    actions.clear_quote(waiting, "A bus.", version=waiting.version, by=SYSTEM)
    with pytest.raises(Conflict):
        actions.clear_quote(waiting, "A bus.", version=1, by=SYSTEM)
    with transaction() as current:
        withdraw_contribution(current, waiting.id)
    assert session().get(QuoteVerdict, waiting.id) is None
    text = fresh(waiting)
    with pytest.raises(Invalid):
        actions.clear_quote(text, "A bus.", version=text.version, by=SYSTEM)


def test_verdicts_travel_with_the_consultation(
    needs: Consultation, waiting: Contribution
) -> None:
    actions.refuse_quote(waiting, version=waiting.version, by=SYSTEM)
    items = list(dump_quotes(needs))
    assert [item["text"] for item in items] == [waiting.public_id]
    with transaction() as current:
        current.delete(current.get_one(QuoteVerdict, waiting.id))
        current.flush()
        load_quotes(current, needs, items, SYSTEM)
    assert list(dump_quotes(needs)) == items
    for wrong in ({}, {**items[0], "at": "soon"}, {**items[0], "verdict": "liked"}):
        with pytest.raises(Invalid), transaction() as current:
            load_quotes(current, needs, [wrong], SYSTEM)


def test_the_list_takes_few_questions(
    needs: Consultation, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    asked: list[str] = []
    listen = (db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    event.listen(*listen)
    browser.open(LIST)
    event.remove(*listen)
    assert len(asked) <= 16
