"""Questions about who gets news, and what news can be about."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from engage.catchments.queries import list_catchments
from engage.consultations.queries import list_public_consultations
from engage.core import clock
from engage.core.actors import Actor, Role
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.mail import Letter
from engage.core.tokens import token_hash
from engage.designs.models import DesignRelease
from engage.news.facts import PROVINCE, catchment_topic, consultation_topic
from engage.news.models import Subscriber, Subscription
from engage.people.models import User
from engage.reports.models import Edition

ALL = Bilingual("All of Ontario", "Tout l’Ontario")


@dataclass(frozen=True)
class Topic:
    """What news can be about, and how people call it."""

    key: str
    name: Bilingual


def list_topics() -> list[Topic]:
    """Return what people can ask news about: everything, catchments, consultations."""
    places = [Topic(catchment_topic(one.slug), one.name) for one in list_catchments()]
    asked = [
        Topic(consultation_topic(one.slug), one.title)
        for one in list_public_consultations()
    ]
    return [Topic(PROVINCE, ALL), *asked, *places]


def names_of(topics: Collection[str]) -> list[Bilingual]:
    """Return how people call some topics, in the order of the list."""
    return [one.name for one in list_topics() if one.key in topics]


def find_subscriber(public_id: str) -> Subscriber | None:
    """Return a subscriber by public id, or None where they have left."""
    return session().scalar(select(Subscriber).where(Subscriber.public_id == public_id))


def get_unconfirmed(actor: Actor, token: str) -> Subscriber:
    """Return who is asked whether they want news, by the link of their letter.

    Raises:
        NotFound: The link was used already, is too old, or was never ours.
    """
    del actor
    hashed = Subscriber.confirm_hash == token_hash(token)
    found = session().scalar(select(Subscriber).where(hashed))
    if found is None or not found.can_confirm(clock.now()):
        raise NotFound(_("This link was used already, or it is too old."))
    return found


def get_leaving(actor: Actor, token: str) -> Subscriber:
    """Return who wants no more news, by the link of their letters.

    Raises:
        NotFound: No address is kept for this link.
    """
    del actor
    hashed = Subscriber.leave_hash == token_hash(token)
    found = session().scalar(select(Subscriber).where(hashed))
    if found is None:
        raise NotFound(
            _("No address is kept for this link any more: you get no news through it.")
        )
    return found


def list_readers(topics: Collection[str]) -> list[str]:
    """Return the public ids of those who get news about one of some topics."""
    asked = (
        select(Subscription.subscriber_id)
        .where(Subscription.topic.in_(topics), Subscription.is_confirmed)
        .distinct()
    )
    return list(
        session().scalars(
            select(Subscriber.public_id)
            .where(Subscriber.id.in_(asked), Subscriber.confirmed_at.is_not(None))
            .order_by(Subscriber.public_id)
        )
    )


def find_edition(edition_id: int) -> Edition | None:
    """Return an edition by its number inside the database, or None."""
    return session().get(Edition, edition_id)


def find_release(release_id: int) -> DesignRelease | None:
    """Return a released design by its number inside the database, or None."""
    return session().get(DesignRelease, release_id)


def list_without_digest(day: str) -> list[int]:
    """Return the facilitators who want a digest and have been asked none for a day."""
    wanting = list(
        session().scalars(
            select(User.id).where(
                User.role == Role.FACILITATOR.value,
                User.is_disabled.is_(False),
                User.wants_digest,
            )
        )
    )
    keys = {digest_key(user_id, day): user_id for user_id in wanting}
    known = session().scalars(select(Letter.key).where(Letter.key.in_(keys)))
    done = set(known)
    return sorted(user_id for key, user_id in keys.items() if key not in done)


def digest_key(user_id: int, day: str) -> str:
    """Return the key of a person's digest of a day: there is at most one."""
    return f"digest:{user_id}:{day}"
