"""Rights change and end: at once, on record; the last administrator stays."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core.actors import SYSTEM, Role
from engage.core.audit import AuditEntry
from engage.core.db import db, session
from engage.core.errors import Conflict
from engage.people import actions, queries
from engage.people.models import User
from tests.conftest import PASSWORD
from tests.pages import Browser

SignIn = Callable[[User], Browser]


def fresh(user: User) -> User:
    session().rollback()
    session().expire_all()
    return session().get_one(User, user.id)


def test_rule_06_other_rights_end_the_sessions_and_are_on_record(
    ada: User, luc: User, sign_in: SignIn
) -> None:
    his = sign_in(luc)
    his.open("/en/manage/")
    admin = sign_in(ada)
    admin.open(f"/en/manage/people/{luc.id}")
    admin.submit(role="facilitator", catchments=["toronto", "ottawa"])
    assert [one.slug for one in fresh(luc).catchments] == ["ottawa", "toronto"]
    his.open("/en/manage/", status=302)
    entry = session().scalars(
        select(AuditEntry).where(AuditEntry.action == "people.rights.changed")
    )
    told = entry.one()
    assert (told.actor_id, told.subject_id) == (ada.id, str(luc.id))
    assert told.detail == {"role": "facilitator", "catchments": ["ottawa", "toronto"]}


def test_a_publisher_has_no_catchments_of_their_own(ada: User, luc: User) -> None:
    version = fresh(luc).version
    actions.change_rights(
        luc, Role.PUBLISHER, ["toronto"], version=version, by=ada.actor
    )
    assert (fresh(luc).role, fresh(luc).catchments) == ("publisher", [])


def test_rule_24_two_who_change_one_person_are_told(
    ada: User, luc: User, sign_in: SignIn
) -> None:
    admin = sign_in(ada)
    admin.open(f"/en/manage/people/{luc.id}")
    version = fresh(luc).version
    actions.change_rights(luc, Role.PUBLISHER, (), version=version, by=SYSTEM)
    admin.submit(role="facilitator", catchments=["toronto"], status=409)
    assert "in the meantime" in admin.words()
    assert fresh(luc).role == "publisher"


def test_a_person_is_disabled_and_let_in_again(
    ada: User, luc: User, sign_in: SignIn
) -> None:
    his = sign_in(luc)
    admin = sign_in(ada)
    admin.open(f"/en/manage/people/{luc.id}")
    admin.submit(f"/en/manage/people/{luc.id}/disable")
    his.open("/en/manage/", status=302)
    assert actions.check_password(luc.email, PASSWORD) is None
    admin.open(f"/en/manage/people/{luc.id}")
    admin.submit(f"/en/manage/people/{luc.id}/enable")
    assert actions.check_password(luc.email, PASSWORD) is not None


@pytest.mark.parametrize("page", ["", "/disable"])
def test_the_last_administrator_stays(ada: User, sign_in: SignIn, page: str) -> None:
    admin = sign_in(ada)
    admin.open(f"/en/manage/people/{ada.id}")
    path = f"/en/manage/people/{ada.id}{page}"
    admin.submit(path, status=409, role="publisher")
    assert "the last administrator" in admin.words()
    assert (fresh(ada).role, fresh(ada).is_disabled) == ("admin", False)


def test_two_administrators_cannot_take_each_other_away_at_once(
    app: Flask, ada: User
) -> None:
    other = actions.create_user(
        "two@example.org", role=Role.ADMIN, password=PASSWORD, by=SYSTEM
    )
    ids = [ada.id, other.id]
    start = threading.Barrier(2)
    refused = []

    def take_away(user_id: int) -> None:
        with app.app_context():
            user = session().get_one(User, user_id)
            start.wait()
            try:
                actions.disable_user(user, by=SYSTEM)
            except Conflict:
                refused.append(user_id)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=take_away, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    assert len(refused) == 1
    assert [one.id for one in queries.list_people() if one.is_active] == refused


def test_people_choose_whether_they_get_digests(luc: User, sign_in: SignIn) -> None:
    his = sign_in(luc)
    his.open("/en/manage/account")
    his.submit()
    assert fresh(luc).wants_digest is False
    his.open("/en/manage/account")
    his.submit(digest="y")
    assert fresh(luc).wants_digest is True


def test_a_number_beyond_all_people_is_not_there(ada: User, sign_in: SignIn) -> None:
    for number in (10**20, 2**31 - 1):
        sign_in(ada).open(f"/en/manage/people/{number}", status=404)


def test_rule_02_no_number_tells_others_who_has_an_account(
    ada: User, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open(f"/en/manage/people/{ada.id}", status=403)
    browser.open(f"/en/manage/people/{2**31 - 1}", status=403)
