"""The threads of a consultation as plain objects, for its whole file.

What a comment says is a contribution and goes with those. Who took part is a number
within the thread: nothing leads from it to a browser.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import Invalid
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.text import has_unusable_characters
from engage.threads.actions.finding import keep_findable
from engage.threads.models import (
    AGREE,
    DISAGREE,
    LONGEST_NAME,
    PASS,
    Comment,
    Participant,
    Reaction,
    Thread,
    standing,
)

MODERATIONS = ("pre", "post", "flags")
COUNTS = ("agrees", "disagrees", "passes")
AS_THEY_ARE = ("public_id", "display_name", "receipt_hash", "consent_number")
ROWS_AT_ONCE = 1000
UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
Item = Mapping[str, Any]


def dump_threads(consultation: Consultation) -> Iterator[Item]:
    """Yield the threads of a consultation with their comments and votes, by slug."""
    places = {item.id: item.slug for item in session().scalars(select(Catchment))}
    found = session().scalars(
        select(Thread)
        .where(Thread.consultation_id == consultation.id)
        .order_by(Thread.slug)
    )
    for thread in found.all():
        people = _people(thread)
        comments = _comments(thread)
        names = {item.id: item.public_id for item, _text in comments}
        yield {
            "slug": thread.slug,
            "title": asdict(thread.title),
            "prompt": asdict(thread.prompt),
            "moderation": thread.moderation,
            "catchment": places.get(thread.catchment_id or 0),
            "participants": len(people),
            "comments": [
                {
                    **{name: getattr(item, name) for name in (*AS_THEY_ARE, *COUNTS)},
                    "session_code": item.session_code,
                    "contribution": text,
                    "participant": people[item.participant_id],
                    "reply_to": names.get(item.reply_to_id or 0),
                    "posted_on": item.posted_on.isoformat(),
                }
                for item, text in comments
            ],
            "votes": _votes(thread, people, names),
        }


def _people(thread: Thread) -> dict[int, int]:
    """Return a number within the thread for each participant, from 0."""
    ids = session().scalars(
        select(Participant.id)
        .where(Participant.thread_id == thread.id)
        .order_by(Participant.id)
    )
    return {participant: number for number, participant in enumerate(ids)}


def _comments(thread: Thread) -> list[tuple[Comment, str]]:
    rows = session().execute(
        select(Comment, Contribution.public_id)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(Comment.thread_id == thread.id)
        .order_by(Comment.public_id)
    )
    return [(row[0], row[1]) for row in rows]


def _votes(
    thread: Thread, people: Mapping[int, int], names: Mapping[int, str]
) -> list[list[Any]]:
    """Return comment, participant and value of each vote, sorted."""
    rows = session().execute(
        select(Reaction.comment_id, Reaction.participant_id, Reaction.value)
        .join(Comment, Comment.id == Reaction.comment_id)
        .where(Comment.thread_id == thread.id)
    )
    return sorted([names[row[0]], people[row[1]], row[2]] for row in rows)


def load_threads(
    current: Session, consultation: Consultation, items: Sequence[Item], by: Actor
) -> None:
    """Add the threads of a file inside the caller's transaction; its texts are in.

    Raises:
        Invalid: One of them cannot be read; nothing is kept.
    """
    del by
    for number, item in enumerate(items, 1):
        try:
            _add_thread(current, consultation, item)
        except UNREADABLE as error:
            told = _("Thread %(number)s in the file cannot be read.", number=number)
            raise Invalid(told) from error


def _add_thread(current: Session, consultation: Consultation, item: Item) -> None:
    places: dict[object, int | None] = {p.slug: p.id for p in consultation.catchments}
    places[None] = None
    title, prompt = Bilingual(**item["title"]), Bilingual(**item["prompt"])
    words = (*vars(title).values(), *vars(prompt).values())
    is_sound = (
        _is_text(item["slug"], 60)
        and item["moderation"] in MODERATIONS
        and isinstance(item["participants"], int)
        and 0 <= item["participants"] <= len(item["comments"]) + len(item["votes"])
        and all(isinstance(text, str) for text in words)
    )
    if not is_sound:
        raise ValueError
    thread = Thread(
        slug=item["slug"],
        consultation_id=consultation.id,
        catchment_id=places[item["catchment"]],
        title=title,
        prompt=prompt,
        moderation=item["moderation"],
    )
    current.add(thread)
    current.flush()
    people = _add_people(current, thread, item["participants"])
    ids = _add_comments(current, thread, item["comments"], people)
    _add_votes(current, item["votes"], people, ids)


def _add_people(current: Session, thread: Thread, count: int) -> list[int]:
    rows = [{"thread_id": thread.id, "token_hash": None}] * count
    if not rows:
        return []
    return list(current.scalars(insert(Participant).returning(Participant.id), rows))


def _add_comments(
    current: Session, thread: Thread, items: Sequence[Item], people: Sequence[int]
) -> dict[str, int]:
    """Add comments, replies behind what they reply to; return ids by public id."""
    texts = _texts(current, thread, items)
    ids: dict[str, int] = {}
    for is_reply in (False, True):
        rows = [
            _comment(thread, item, texts, people, ids)
            for item in items
            if (item["reply_to"] is not None) is is_reply
        ]
        if rows:
            made = current.execute(
                insert(Comment).returning(Comment.public_id, Comment.id), rows
            )
            ids |= {row.public_id: row.id for row in made}
    _name_voices(current, items, texts, people)
    keep_findable(current, list(texts.values()))
    return ids


def _texts(current: Session, thread: Thread, items: Sequence[Item]) -> dict[str, int]:
    """Return the ids of the comments' texts; each must be one of this consultation."""
    rows = current.execute(
        select(Contribution.public_id, Contribution.id).where(
            Contribution.consultation_id == thread.consultation_id,
            Contribution.kind == "comment",
        )
    )
    known = {row.public_id: row.id for row in rows}
    return {item["contribution"]: known[item["contribution"]] for item in items}


def _comment(
    thread: Thread,
    item: Item,
    texts: Mapping[str, int],
    people: Sequence[int],
    ids: Mapping[str, int],
) -> dict[str, Any]:
    counts = {name: item[name] for name in COUNTS}
    number = item["consent_number"]
    is_sound = (
        _is_text(item["public_id"], 20)
        and item["public_id"]
        and _is_text(item["display_name"], LONGEST_NAME)
        and _is_text(item["receipt_hash"] or "", 64)
        and _is_text(item["session_code"] or "", 20)
        and (number is None or _is_count(number))
        and all(_is_count(count) for count in counts.values())
        and _is_count(item["participant"])
    )
    if not is_sound:
        raise ValueError
    return {
        **{name: item[name] for name in AS_THEY_ARE},
        **standing(**counts),
        "session_code": item["session_code"],
        "thread_id": thread.id,
        "contribution_id": texts[item["contribution"]],
        "participant_id": people[item["participant"]],
        "reply_to_id": None if item["reply_to"] is None else ids[item["reply_to"]],
        "posted_on": date.fromisoformat(item["posted_on"]),
    }


def _name_voices(
    current: Session,
    items: Sequence[Item],
    texts: Mapping[str, int],
    people: Sequence[int],
) -> None:
    """Give the texts the voices of this place: ids of another one mean nothing here."""
    table = cast("Table", Contribution.__table__)
    for item in items:
        voice = Participant(id=people[item["participant"]]).voice
        current.execute(
            update(table)
            .where(table.c.id == texts[item["contribution"]])
            .values(voice=voice)
        )


def _add_votes(
    current: Session,
    votes: Sequence[Sequence[Any]],
    people: Sequence[int],
    ids: Mapping[str, int],
) -> None:
    rows = []
    for comment, participant, value in votes:
        if value not in (AGREE, DISAGREE, PASS) or not _is_count(participant):
            raise ValueError
        rows.append(
            {
                "comment_id": ids[comment],
                "participant_id": people[participant],
                "value": value,
            }
        )
    for start in range(0, len(rows), ROWS_AT_ONCE):
        current.execute(insert(Reaction), rows[start : start + ROWS_AT_ONCE])


def _is_count(value: object) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return is_number and 0 <= cast("int", value) <= 10**9


def _is_text(value: object, most: int) -> bool:
    if not isinstance(value, str) or len(value) > most:
        return False
    return not has_unusable_characters(value)
