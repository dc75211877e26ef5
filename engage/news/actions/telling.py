"""Tell those who asked: of editions, and facilitators of what waits for them."""

from collections.abc import Collection
from datetime import time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.db import transaction
from engage.core.mail import ask_for_letters
from engage.designs.models import DesignRelease
from engage.news import queries
from engage.news.facts import PROVINCE, catchment_topic, consultation_topic
from engage.reports.models import Edition

EDITION, DESIGN, DIGEST = "news.edition", "news.design", "news.digest"
ZONE = ZoneInfo("America/Toronto")
DIGEST_AT = time(7)


def tell_of_edition(
    current: Session, edition: Edition, consultation: Consultation
) -> None:
    """Have everybody told who asked for news about a report's consultation.

    Once each, however many of its topics they asked for.
    """
    topics = [
        PROVINCE,
        consultation_topic(consultation.slug),
        *(catchment_topic(one.slug) for one in consultation.catchments),
    ]
    _tell(current, EDITION, topics, {"edition": edition.id})


def tell_of_design(
    current: Session, release: DesignRelease, consultations: Collection[str]
) -> None:
    """Have everybody told who asked for news of where a design was released.

    `consultations` are those whose themes it answers.
    """
    topics = [
        PROVINCE,
        catchment_topic(release.design.catchment.slug),
        *(consultation_topic(slug) for slug in consultations),
    ]
    _tell(current, DESIGN, topics, {"release": release.id})


def _tell(
    current: Session, kind: str, topics: Collection[str], about: dict[str, int]
) -> None:
    named = ":".join(str(value) for value in about.values())
    letters = {
        f"{kind}:{named}:{reader}": {**about, "subscriber": reader}
        for reader in queries.list_readers(topics)
    }
    ask_for_letters(current, kind, letters)


def ask_for_digests() -> None:
    """From seven in the morning on, have each facilitator told what waits, once a day.

    Whether something waits is asked when the letter is written.
    """
    here = clock.now().astimezone(ZONE)
    if here.time() < DIGEST_AT:
        return
    day = here.date().isoformat()
    readers = queries.list_without_digest(day)
    if not readers:
        return
    with transaction() as current:
        letters = {queries.digest_key(one, day): {"user": one} for one in readers}
        ask_for_letters(current, DIGEST, letters)
