"""Say yes to news twice, and no at one click; addresses go with the last news."""

from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Invalid
from engage.core.events import announce
from engage.core.i18n import gettext as _
from engage.core.mail import ask_for_letters
from engage.core.tokens import link_token, new_public_id, token_hash
from engage.news import queries
from engage.news.facts import CONFIRM_LINK, LEAVE_LINK, consultation_topic
from engage.news.models import CONFIRM_WITHIN, Subscriber, Subscription

CONFIRM = "news.confirm"


def ask_to_subscribe(
    email: str, topic: str, *, language: str, secret_key: str, by: Actor
) -> None:
    """Write to an address and ask whether its owner wants news about a topic.

    The same happens whether the address is known or not. Nothing is sent about the
    topic before the owner has said yes.

    Raises:
        Invalid: There is no such topic.
    """
    if topic not in {one.key for one in queries.list_topics()}:
        raise Invalid(_("Choose what the news should be about."))
    address = email.strip().lower()
    try:
        with transaction() as current:
            forget_unconfirmed(current)
            subscriber = _found_or_made(current, address, language, secret_key)
            if topic not in {item.topic for item in subscriber.subscriptions}:
                subscriber.subscriptions.append(Subscription(topic=topic))
            subscriber.confirm_name = new_public_id()
            link = link_token(secret_key, CONFIRM_LINK, subscriber.confirm_name)
            subscriber.confirm_hash = token_hash(link)
            subscriber.asked_at = clock.now()
            current.flush()
            key = f"confirm:{subscriber.confirm_name}"
            facts = {
                "subscriber": subscriber.public_id,
                "name": subscriber.confirm_name,
                "topic": topic,
            }
            ask_for_letters(current, CONFIRM, {key: facts})
            record(current, "news.subscription.asked", by=by)
    except IntegrityError as error:
        # Asked twice at the same moment: the other one has written the letter.
        if not is_duplicate(error, "uq_subscriber_email"):
            raise


def _found_or_made(
    current: Session, address: str, language: str, secret_key: str
) -> Subscriber:
    found = current.scalar(select(Subscriber).where(Subscriber.email == address))
    if found is not None:
        return found
    name = new_public_id()
    made = Subscriber(
        public_id=name,
        email=address,
        language=language,
        leave_hash=token_hash(link_token(secret_key, LEAVE_LINK, name)),
    )
    current.add(made)
    return made


def confirm_subscription(subscriber: Subscriber, *, by: Actor) -> None:
    """Note that the owner of an address wants the news they were asked about."""
    with transaction() as current:
        fresh = current.get_one(Subscriber, subscriber.id)
        fresh.confirm_hash = None
        fresh.confirmed_at = fresh.confirmed_at or clock.now()
        for item in fresh.subscriptions:
            item.is_confirmed = True
        record(current, "news.subscription.confirmed", by=by)


def unsubscribe(subscriber: Subscriber, *, by: Actor) -> None:
    """Send no more news to an address, and forget it."""
    with transaction() as current:
        fresh = current.get(Subscriber, subscriber.id)
        if fresh is None:
            return
        announce("subscriber.left", current=current, public_id=fresh.public_id)
        current.delete(fresh)
        record(current, "news.subscription.ended", by=by)


def forget_unconfirmed(current: Session) -> None:
    """Forget what nobody said yes to in time, inside the caller's transaction."""
    late = Subscriber.asked_at < clock.now() - CONFIRM_WITHIN
    open_question = select(Subscriber.id).where(late)
    current.execute(
        delete(Subscription).where(
            Subscription.subscriber_id.in_(open_question),
            Subscription.is_confirmed.is_(False),
        )
    )
    _forget_without_topics(current)


def forget_who_left(current: Session, is_marked: Callable[[str, str], bool]) -> None:
    """Forget again who had left before a copy was put back in place."""
    known = current.scalars(select(Subscriber))
    for subscriber in [one for one in known if is_marked("subscriber", one.public_id)]:
        current.delete(subscriber)


def forget_consultation(current: Session, consultation: Consultation) -> None:
    """Forget who wanted news about a consultation whose time is over."""
    topic = consultation_topic(consultation.slug)
    current.execute(delete(Subscription).where(Subscription.topic == topic))
    _forget_without_topics(current)


def _forget_without_topics(current: Session) -> None:
    wanted = select(Subscription.subscriber_id)
    current.execute(delete(Subscriber).where(Subscriber.id.not_in(wanted)))
