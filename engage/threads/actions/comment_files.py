"""Read comments, and votes on them, from CSV files."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engage.core.i18n import LANGUAGES
from engage.core.i18n import gettext as _
from engage.core.text import is_blank
from engage.threads.actions.polis import Votes, usable_text
from engage.threads.actions.tables import Faults, Table, open_table
from engage.threads.models import LONGEST_NAME

NEEDED = ("comment_id", "language", "text")
COUNTS = ("agrees", "disagrees", "passes")
OPTIONAL = (
    *("reply_to", "catchment", "name", "participant", "received_on"),
    *("consent_quote", "decision", "reason", *COUNTS),
)
DECISIONS = {"": "", "pending": "", "approve": "approve", "reject": "reject"}
VOTES = {"agree": 1, "disagree": -1, "pass": 0, "1": 1, "-1": -1, "0": 0}
LONGEST_ID = 30


@dataclass(frozen=True)
class CommentRow:
    """One comment of a file; `reply_to` is the id of another one in it."""

    id: str
    reply_to: str
    catchment: str
    language: str
    name: str
    participant: str
    received_on: date
    text: str
    counts: tuple[int, int, int]
    decision: str
    reason: str
    may_quote: bool


@dataclass(frozen=True)
class CommentFile:
    """Comments, and the votes on them: positions of voters in `people`."""

    comments: list[CommentRow]
    people: list[str]
    votes: Votes


def read_comments(
    path: Path, votes_path: Path | None, *, catchments: Collection[str], today: date
) -> CommentFile:
    """Read and check comments; replies come after what they reply to, in any order.

    With a file of votes the counts in the comments' own columns are not used.

    Raises:
        Invalid: A file has faults, each told with row and column.
        Misconfigured: A file cannot be read.
    """
    found: dict[str, CommentRow] = {}
    with open_table(path, needs=NEEDED) as table:
        faults = Faults(path.name)
        _refuse_unknown(table, faults)
        row_of = {}
        for row, record in table.records():
            comment = _comment(record, row, faults, today)
            if comment.id in found:
                faults.add(row, "comment_id", _("this comment is there twice"))
            if comment.catchment and comment.catchment not in catchments:
                faults.add(row, "catchment", _("the consultation does not cover it"))
            found[comment.id], row_of[comment.id] = comment, row
        for comment in found.values():
            parent = found.get(comment.reply_to)
            if comment.reply_to and (parent is None or parent.reply_to):
                why = _("it names no comment that can be replied to")
                faults.add(row_of[comment.id], "reply_to", why)
        faults.stop()
    comments = sorted(found.values(), key=lambda item: bool(item.reply_to))
    named = dict.fromkeys(item.participant for item in comments if item.participant)
    people = {name: place for place, name in enumerate(named)}
    votes = Votes()
    if votes_path is not None:
        places = {comment.id: place for place, comment in enumerate(comments)}
        _read_votes(votes_path, places, people, votes)
    return CommentFile(comments, list(people), votes)


def _refuse_unknown(table: Table, faults: Faults) -> None:
    for name in table.columns:
        if name not in NEEDED and name not in OPTIONAL:
            faults.add(1, name, _("there is no such column"))


def _comment(
    record: dict[str, str], row: int, faults: Faults, today: date
) -> CommentRow:
    given = {name: record.get(name, "").strip() for name in (*NEEDED, *OPTIONAL)}
    if not given["comment_id"] or len(given["comment_id"]) > LONGEST_ID:
        faults.add(row, "comment_id", _("up to 30 characters are needed"))
    if given["language"] not in LANGUAGES:
        faults.add(row, "language", _("it is en or fr"))
    text = usable_text(given["text"], row, "text", faults)
    if is_blank(text):
        faults.add(row, "text", _("it is missing"))
    name = usable_text(given["name"], row, "name", faults)
    if len(name) > LONGEST_NAME:
        faults.add(row, "name", _("it is longer than 60 characters"))
    decision = DECISIONS.get(given["decision"])
    if decision is None:
        faults.add(row, "decision", _("it is approve, reject, pending or empty"))
    if (decision == "reject") != bool(given["reason"]):
        faults.add(row, "reason", _("a rejected comment has one, no other does"))
    return CommentRow(
        id=given["comment_id"],
        reply_to=given["reply_to"],
        catchment=given["catchment"],
        language=given["language"],
        name=name,
        participant=given["participant"],
        received_on=_day(given["received_on"], row, faults, today),
        text=text,
        counts=_counts(given, row, faults),
        decision=decision or "",
        reason=given["reason"],
        may_quote=given["consent_quote"].lower() in {"yes", "oui", "1", "true"},
    )


def _day(typed: str, row: int, faults: Faults, today: date) -> date:
    if not typed:
        return today
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = date.max
    if day > today:
        faults.add(row, "received_on", _("it is a day like 2026-11-02, not to come"))
    return day


def _counts(given: dict[str, str], row: int, faults: Faults) -> tuple[int, int, int]:
    counts = []
    for name in COUNTS:
        typed = given[name] or "0"
        is_count = typed.isascii() and typed.isdigit() and len(typed) < 8
        if not is_count:
            faults.add(row, name, _("it is a whole number"))
        counts.append(int(typed) if is_count else 0)
    return counts[0], counts[1], counts[2]


def _read_votes(
    path: Path, places: dict[str, int], people: dict[str, int], votes: Votes
) -> None:
    """Read one row a vote; each participant votes once on a comment."""
    seen = set()
    with open_table(path, needs=("comment_id", "participant", "vote")) as table:
        faults = Faults(path.name)
        for row, record in table.records():
            place = places.get(record["comment_id"].strip())
            value = VOTES.get(record["vote"].strip().lower())
            person = record["participant"].strip()
            if place is None:
                faults.add(row, "comment_id", _("it is not among the comments"))
            if value is None:
                faults.add(row, "vote", _("it is agree, disagree or pass"))
            if not person or (person, place) in seen:
                faults.add(row, "participant", _("each one votes once on a comment"))
            seen.add((person, place))
            if place is not None and value is not None:
                votes.add(people.setdefault(person, len(people)), place, value)
        faults.stop()
