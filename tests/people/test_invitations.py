"""Invitations: a letter, a link that opens once, the rights that were meant."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core import clock
from engage.core.audit import AuditEntry
from engage.core.config import Settings
from engage.core.db import session, transaction
from engage.core.errors import Gone
from engage.people import actions, queries
from engage.people.models import Invitation, User
from tests.conftest import NOON
from tests.mailbox import letters, links_in
from tests.pages import Browser

SignIn = Callable[[User], Browser]
NEW = "theo@example.org"
WORDS = "several words of mine"


@pytest.fixture
def admin(ada: User, sign_in: SignIn) -> Browser:
    return sign_in(ada)


def link_in(letter: EmailMessage) -> str:
    (link,) = links_in(letter, "/invitations/", "http://127.0.0.1:8000")
    return link


def invite(admin: Browser, **fields: object) -> None:
    admin.open("/en/manage/invitations")
    told = {"email": NEW, "role": "facilitator", "language": "fr", **fields}
    admin.submit(**{"catchments": ["toronto"], **told})


def test_an_invited_person_comes_in_with_the_rights_that_were_meant(
    app: Flask, admin: Browser, settings: Settings
) -> None:
    invite(admin)
    (letter,) = letters(settings)
    assert letter["To"] == NEW
    assert letter["Content-Language"] == "fr"
    guest = Browser(app.test_client())
    guest.open(link_in(letter))
    guest.submit(name="Theo", new=WORDS, again=WORDS)
    guest.open("/fr/manage/")
    user = queries.find_user_by_email(NEW)
    assert user is not None
    assert (user.name, user.role, user.language) == ("Theo", "facilitator", "fr")
    assert [place.slug for place in user.catchments] == ["toronto"]
    assert actions.check_password(NEW, WORDS) is not None
    said = session().scalars(select(AuditEntry.action)).all()
    assert {"people.invitation.made", "people.invitation.accepted"} <= set(said)


def test_rule_07_a_link_opens_once(
    app: Flask, admin: Browser, settings: Settings
) -> None:
    invite(admin)
    link = link_in(letters(settings)[0])
    guest = Browser(app.test_client())
    guest.open(link)
    guest.submit(name="Theo", new=WORDS, again=WORDS)
    guest.open(link, status=404)
    assert "used already" in guest.words() or "déjà servi" in guest.words()


def test_rule_07_only_the_hash_of_a_link_is_kept(
    admin: Browser, settings: Settings
) -> None:
    invite(admin)
    token = link_in(letters(settings)[0]).rsplit("/", 1)[1]
    assert len(token) == 43
    row = session().execute(select(Invitation.__table__)).one()
    assert token not in str(row)


def test_rule_07_a_link_ends_after_seven_days(
    app: Flask, admin: Browser, settings: Settings
) -> None:
    invite(admin)
    link = link_in(letters(settings)[0])
    clock.freeze(NOON + timedelta(days=7))
    Browser(app.test_client()).open(link, status=404)
    with transaction() as current:
        actions.forget_invitations(current)
    assert session().scalars(select(Invitation.email)).all() == [None]


def test_an_invitation_taken_back_opens_nothing_and_sends_no_letter(
    app: Flask, admin: Browser, settings: Settings
) -> None:
    invite(admin)
    name = queries.list_invitations()[0].public_id
    admin.open("/en/manage/people")
    assert NEW in admin.words()
    admin.submit(f"/en/manage/invitations/{name}/revoke")
    admin.open("/en/manage/people")
    assert NEW not in admin.words()
    assert letters(settings) == []


def test_a_second_invitation_ends_the_first(
    app: Flask, admin: Browser, settings: Settings
) -> None:
    invite(admin)
    first = link_in(letters(settings)[0])
    invite(admin, role="publisher")
    assert len(queries.list_invitations()) == 1
    Browser(app.test_client()).open(first, status=404)


def test_the_same_link_at_the_same_moment_makes_one_account(
    admin: Browser, settings: Settings
) -> None:
    invite(admin)
    invitation = queries.list_invitations()[0]
    actions.accept_invitation(invitation, name="Theo", password=WORDS)
    with pytest.raises(Gone):
        actions.accept_invitation(invitation, name="Theo", password=WORDS)


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    app: Flask, admin: Browser, ada: User, settings: Settings
) -> None:
    admin.open("/en/manage/invitations")
    admin.submit(email=ada.email, role="publisher", language="en", status=422)
    assert "is here already" in admin.words()
    assert ada.email in admin.text
    admin.submit(email=NEW, role="facilitator", language="en", status=422)
    assert "at least one catchment" in admin.words()
    admin.submit(email="nobody", role="king", language="xx", status=422)
    assert "Choose a role." in admin.words()
    invite(admin)
    guest = Browser(app.test_client())
    guest.open(link_in(letters(settings)[0]))
    guest.submit(name="Theo", new="short", again="other", status=422)
    assert "Theo" in guest.text
    guest.submit(name="Theo\x07", new=WORDS, again=WORDS, status=422)
    assert "caractères inutilisables" in guest.words()


def test_without_a_mail_server_the_link_is_handed_over(
    app: Flask, admin: Browser, settings: Settings
) -> None:
    app.config["SETTINGS"] = replace(settings, mail_url="")
    admin.open("/en/manage/invitations")
    admin.submit(status=200, email=NEW, role="publisher", language="en")
    link = next(
        item.get("value", "")
        for item in admin.tree.iter("input")
        if item.get("id") == "link"
    )
    guest = Browser(app.test_client())
    guest.open(link.removeprefix(settings.base_url))
    guest.submit(name="Theo", new=WORDS, again=WORDS)


def test_rule_01_only_administrators_invite(odile: User, sign_in: SignIn) -> None:
    publisher = sign_in(odile)
    publisher.open("/en/manage/invitations", status=403)
    publisher.open(f"/en/manage/people/{odile.id}", status=403)
