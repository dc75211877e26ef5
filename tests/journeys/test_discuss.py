"""Journey 2: read, agree, say something, be read by Luc, be answered, take it back."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.db import session
from engage.people.models import User
from tests.factories.threads import a_comment, a_thread
from tests.pages import Browser


def test_amina_joins_a_discussion(
    app: Flask, amina: Browser, luc: User, sign_in: Callable[[User], Browser]
) -> None:
    first = a_comment(a_thread(), "Un autobus de nuit vers le moulin.")
    amina.open("/fr/threads/buses")
    amina.submit("/fr/threads/buses/reactions", reaction=f"{first}:agree")
    amina.open(f"/fr/threads/buses/comments/{first}")

    sent = amina.submit(text="Et le dimanche aussi.", catchment="northeast")
    amina.open(sent.headers["Location"])
    code = amina.text.split('class="receipt-code">')[1].split("<")[0]
    amina.open("/fr/threads/buses")
    assert "Et le dimanche aussi." not in amina.text

    desk = sign_in(luc)
    desk.open("/en/manage/moderation/rides")
    assert "Et le dimanche aussi." in desk.words()
    waiting = select(Contribution).where(Contribution.status == "pending")
    item = session().scalars(waiting).one()
    desk.submit(
        f"/en/manage/contributions/{item.public_id}/decision", decision="approve"
    )

    amina.open("/fr/threads/buses")
    assert "Et le dimanche aussi." in amina.words()
    amina.open("/fr/my-response")
    amina.submit(status=200, code=code)
    amina.submit("/fr/my-response/withdraw", status=200, code=code)
    amina.open("/fr/threads/buses")
    assert "Et le dimanche aussi." not in amina.text
    assert "Un autobus de nuit" in amina.words()
