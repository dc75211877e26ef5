"""Commands that bring discussions in."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from engage.commands.files import FILE, FOLDER
from engage.commands.main import in_app
from engage.consultations.actions import ConsultationFacts
from engage.contributions.queries import list_by_ids
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.errors import Invalid, NotFound
from engage.core.i18n import Bilingual
from engage.moderation.actions import MOST_AT_ONCE, Verdict, decide_many
from engage.moderation.models import OUTCOMES
from engage.moderation.queries import list_reasons
from engage.threads.actions import (
    Imported,
    PolisExport,
    ThreadFacts,
    import_comments,
    import_polis,
    read_comments,
    read_polis,
)
from engage.threads.models import Thread
from engage.threads.queries import find_thread

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ZONE = "America/Toronto"
NO_TITLE = Bilingual()
TEXTS = ("title", "summary", "purpose", "outcome", "contact", "attribution")


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--consultation", "slug", required=True, help="Its address, once here.")
@click.option("--title-en", default="", help="The title in English.")
@click.option("--title-fr", default="", help="The title in French.")
@click.option(
    "--facts",
    "facts_file",
    type=FILE,
    help="A JSON file with title, summary, dates, attribution and thread.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="The language of the comments.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@in_app
def polis(  # noqa: PLR0913 - one argument for each option
    folder: Path,
    slug: str,
    title_en: str,
    title_fr: str,
    facts_file: Path | None,
    language: str,
    *,
    as_json: bool,
) -> None:
    """Create a closed consultation from a Polis export.

    FOLDER holds summary.csv, comments.csv, and participants-votes.csv or votes.csv.
    Comments keep their moderation status and their votes. All of it or nothing.
    """
    title = Bilingual(title_en or title_fr, title_fr or title_en)
    done = import_conversation(folder, slug, facts_file, title, language)
    _tell(done, as_json=as_json)


def import_conversation(
    folder: Path,
    slug: str,
    facts_file: Path | None = None,
    title: Bilingual = NO_TITLE,
    language: str = "en",
) -> Imported:
    """Import a Polis export: all of it or nothing.

    Raises:
        UsageError: The address cannot be used.
    """
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise click.UsageError(
            "--consultation is made of small letters, digits and single dashes."
        )
    export = read_polis(folder)
    if facts_file is not None:
        facts, thread = _facts_in(_document(facts_file), slug)
    else:
        facts, thread = _facts_of(export, slug)
    if title != NO_TITLE:
        facts = replace(facts, title=title)
    return import_polis(export, facts, thread, language=language, by=SYSTEM)


@click.command()
@click.argument("file", type=FILE)
@click.option("--thread", "slug", required=True, help="The thread's address.")
@click.option("--votes", type=FILE, help="A CSV file of votes on these comments.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@in_app
def comments(file: Path, slug: str, votes: Path | None, *, as_json: bool) -> None:
    """Add comments from a CSV file to a thread.

    FILE has the columns comment_id, language and text, and may have reply_to,
    catchment, name, participant, received_on, consent_quote, decision (approve, reject
    or pending), reason, agrees, disagrees and passes. With --votes (comment_id,
    participant, vote) the last three are not used. All of it or nothing.
    """
    thread = find_thread(slug)
    if thread is None:
        raise NotFound("There is no such thread.")
    _check_reasons(thread, file, votes)
    done = import_comments(thread, file, votes=votes, by=SYSTEM)
    statuses = {"pending": done.comments}
    for (decision, reason), ids in done.decisions.items():
        _decide(ids, Verdict(decision, reason))
        status = OUTCOMES[decision]["pending"]
        statuses[status] = statuses.get(status, 0) + len(ids)
        statuses["pending"] -= len(ids)
    told = Imported(done.comments, statuses, done.participants, done.votes)
    _tell(told, as_json=as_json)


def _check_reasons(thread: Thread, file: Path, votes: Path | None) -> None:
    """Refuse a file with a reason that the consultation does not know."""
    consultation = thread.consultation
    read = read_comments(
        file,
        votes,
        catchments=[item.slug for item in consultation.catchments],
        today=clock.today(consultation.zone),
    )
    known = {item.code for item in list_reasons(consultation.id)}
    strange = sorted({item.reason for item in read.comments} - known - {""})
    if strange:
        text = f"These reasons are not among the consultation's: {', '.join(strange)}."
        raise Invalid(text)


def _decide(ids: list[int], verdict: Verdict) -> None:
    versions = {item.id: item.version for item in list_by_ids(ids).values()}
    listed = sorted(versions.items())
    for start in range(0, len(listed), MOST_AT_ONCE):
        batch = dict(listed[start : start + MOST_AT_ONCE])
        decide_many(batch, verdict, by=SYSTEM)


def _tell(done: Imported, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(done)))
        return
    statuses = ", ".join(f"{n} {name}" for name, n in sorted(done.statuses.items()))
    click.echo(
        f"{done.comments} comments ({statuses}), {done.participants} participants, "
        f"{done.votes} votes."
    )
    if done.blank:
        click.echo(f"{done.blank} comments without words were left out.")


def _document(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        text = f"{path.name} is not a JSON file."
        raise Invalid(text) from error
    if not isinstance(found, dict):
        text = f"{path.name} does not hold an object."
        raise Invalid(text)
    return found


def _facts_in(
    document: Mapping[str, Any], slug: str
) -> tuple[ConsultationFacts, ThreadFacts]:
    """Return the facts of a consultation and of its thread from a document."""
    try:
        texts: dict[str, Any] = {
            name: Bilingual(**document[name]) for name in TEXTS if name in document
        }
        thread = document["thread"]
        return ConsultationFacts(
            slug=slug,
            opens_on=date.fromisoformat(document["opens_on"]),
            closes_on=date.fromisoformat(document["closes_on"]),
            zone=document.get("zone", ZONE),
            source_url=document.get("source_url", ""),
            **texts,
        ), ThreadFacts(
            slug=thread.get("slug", slug),
            title=Bilingual(**thread["title"]),
            prompt=Bilingual(**thread["prompt"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        text = f"The facts cannot be used: {error}."
        raise Invalid(text) from error


def _facts_of(export: PolisExport, slug: str) -> tuple[ConsultationFacts, ThreadFacts]:
    """Return what the export itself says; its dates are those of the comments."""
    days = [item.said_at.astimezone(ZoneInfo(ZONE)).date() for item in export.comments]
    title = Bilingual(export.topic or slug, export.topic or slug)
    question = export.description or title.en
    count, people = len(export.comments), len(export.people)
    facts = ConsultationFacts(
        slug=slug,
        title=title,
        summary=Bilingual(
            f"A conversation held on Polis: {count} comments, {people} people.",
            f"Une conversation menée sur Polis\u00a0: {count} commentaires, "
            f"{people} personnes.",
        ),
        opens_on=min(days),
        closes_on=max(days),
        attribution=Bilingual(
            "This conversation was held on Polis, where its comments are public.",
            "Cette conversation a eu lieu sur Polis, où ses commentaires sont publics.",
        ),
        source_url=export.address,
    )
    prompt = Bilingual(question, question)
    return facts, ThreadFacts(slug=slug, title=title, prompt=prompt)
