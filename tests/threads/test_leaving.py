"""Taking a comment back; forgetting who took part."""

from sqlalchemy import select

from engage.consultations.actions import advance_consultation
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.threads.models import Comment, Participant, Reaction
from tests.factories.threads import a_comment, a_thread, decide_all
from tests.pages import Browser


def say(amina: Browser, text: str = "Night buses, please.") -> str:
    """Say something, have it approved, return the receipt code."""
    amina.open("/en/threads/buses")
    where = amina.submit(text=text, display_name="Amina").headers["Location"]
    amina.open(where)
    decide_all("approved")
    return amina.text.split('class="receipt-code">')[1].split("<")[0]


def test_rule_20_the_author_takes_a_comment_back(amina: Browser) -> None:
    a_thread()
    code = say(amina)
    amina.open("/en/threads/buses")
    assert "Night buses" in amina.words()

    amina.open("/en/my-response")
    amina.submit(status=200, code=code.lower())
    assert "Read, and shown in the discussion" in amina.words()
    data = amina.submit("/en/my-response/download", status=200).json
    assert (data["text"], data["name"]) == ("Night buses, please.", "Amina")
    amina.open("/en/my-response")
    amina.submit(status=200, code=code)
    amina.submit("/en/my-response/withdraw", status=200)

    session().expire_all()
    words = session().scalars(select(Contribution)).one()
    assert (words.status, words.text) == ("withdrawn", "")
    assert session().scalars(select(Comment.display_name)).one() == ""
    amina.open("/en/threads/buses")
    assert "Night buses" not in amina.text
    assert "Amina" not in amina.text
    amina.open("/fr/my-response")
    amina.submit(status=200, code=code)
    assert "Vous avez retiré ce commentaire" in amina.words()


def test_taken_back_twice_is_taken_back_once(amina: Browser) -> None:
    a_thread()
    code = say(amina)
    for _ in range(2):
        amina.open("/en/my-response")
        amina.submit("/en/my-response/withdraw", status=200, code=code)


def test_rule_16_tokens_are_deleted_when_it_is_reported(amina: Browser) -> None:
    thread = a_thread()
    public_id = a_comment(thread)
    amina.open("/en/threads/buses")
    amina.submit("/en/threads/buses/reactions", reaction=f"{public_id}:agree")
    assert None not in set(session().scalars(select(Participant.token_hash)))

    for step in ("closed", "reported"):
        advance_consultation(thread.consultation, step, by=SYSTEM)

    session().expire_all()
    assert set(session().scalars(select(Participant.token_hash))) == {None}
    assert session().scalars(select(Reaction.value)).all() == [1]
