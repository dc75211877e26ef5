"""The letters of this room, written in the reader's language when they are sent."""

from collections.abc import Mapping
from typing import Any

from engage.core import clock
from engage.core.actors import Role
from engage.core.i18n import gettext as _
from engage.core.i18n import in_language, inner_quotes, ngettext
from engage.core.mail import Sender
from engage.core.post import Message
from engage.core.tokens import link_token
from engage.moderation.queries import Pile, list_piles
from engage.news import queries
from engage.news.facts import CONFIRM_LINK, DIGEST_LINK, LEAVE_LINK
from engage.news.models import Subscriber
from engage.people.queries import find_user
from engage.web.formatting import day, pick


def confirm(facts: Mapping[str, Any], sender: Sender) -> Message | None:
    """Ask whether somebody wants the news that were asked for in their name."""
    reader = queries.find_subscriber(facts["subscriber"])
    if reader is None or not reader.can_confirm(clock.now()):
        return None
    if facts["name"] != reader.confirm_name:
        return None  # asked again since: that letter has the link that works
    token = link_token(sender.secret_key, CONFIRM_LINK, reader.confirm_name)
    with in_language(reader.language):
        names = [pick(name) for name in queries.names_of({facts["topic"]})]
        text = _paragraphs(
            _("Somebody, probably you, asked us to send news to this address about:"),
            "\n".join(f"- {name}" for name in names),
            _("Do you want them? Say yes on this page, within seven days:"),
            sender.link(reader.language, f"subscribe/{token}"),
            _("If it was not you, do nothing: we will forget this address."),
        )
        return Message(
            reader.email, _("Do you want news from us?"), text, reader.language
        )


def edition(facts: Mapping[str, Any], sender: Sender) -> Message | None:
    """Tell somebody that a report has come out."""
    reader = _reader(facts)
    found = queries.find_edition(facts["edition"])
    if reader is None or found is None:
        return None
    consultation = found.report.consultation
    with in_language(reader.language):
        title = pick(consultation.title)
        news = _("A report is out on “%(title)s”: edition %(number)s, of %(day)s.")
        if found.is_interim:
            news = _(
                "An interim report is out on “%(title)s”: edition %(number)s, of "
                "%(day)s."
            )
        told = news % {
            "title": inner_quotes(title),
            "number": found.name,
            "day": day(found.published_on),
        }
        path = f"reports/{consultation.slug}/{found.number}"
        text = _paragraphs(
            told,
            _("What people said, theme by theme, and what was counted:"),
            sender.link(reader.language, path),
            *_way_out(reader, sender),
        )
        subject = _("What was heard: %(title)s", title=title)
        return Message(
            reader.email, subject, text, reader.language, _leave(reader, sender)
        )


def design(facts: Mapping[str, Any], sender: Sender) -> Message | None:
    """Tell somebody that a design, and how it answers what was said, is out."""
    reader = _reader(facts)
    found = queries.find_release(facts["release"])
    if reader is None or found is None:
        return None
    with in_language(reader.language):
        place = found.design.catchment
        name = pick(place.name)
        told = _("What is planned in %(place)s was published on %(day)s.")
        text = _paragraphs(
            told % {"place": name, "day": day(found.released_on)},
            _("What people said there, and how the plan answers it:"),
            sender.link(reader.language, f"designs/{place.slug}"),
            *_way_out(reader, sender),
        )
        subject = _("What is planned: %(place)s", place=name)
        return Message(
            reader.email, subject, text, reader.language, _leave(reader, sender)
        )


def digest(facts: Mapping[str, Any], sender: Sender) -> Message | None:
    """Tell a facilitator what waits in their catchments; nothing if nothing does."""
    user = find_user(facts["user"])
    if user is None or user.is_disabled or not user.wants_digest:
        return None
    if user.role != Role.FACILITATOR:
        return None
    with in_language(user.language):
        piles = list_piles(user.actor)
        waiting = sum(pile.waiting for pile in piles)
        if not waiting:
            return None
        subject = ngettext(
            "%(num)d text waits for you", "%(num)d texts wait for you", waiting
        )
        off = sender.link(user.language, f"digest/{digest_token(user.id, sender)}")
        text = _paragraphs(
            _("In your catchments these wait for somebody to read them:"),
            "\n".join(_line(pile) for pile in piles),
            _("Read them here:"),
            sender.link(user.language, "manage/moderation"),
            _("You get this letter once a day at most. No more of them:"),
            off,
        )
        return Message(user.email, subject, text, user.language, off)


def digest_token(user_id: int, sender: Sender) -> str:
    """Return what ends the digests of one person, and nothing else."""
    return f"{user_id}.{link_token(sender.secret_key, DIGEST_LINK, str(user_id))}"


def _line(pile: Pile) -> str:
    where = pick(pile.catchment.name) if pile.catchment else _("no catchment named")
    told = _("- %(title)s, %(place)s: %(count)s, the oldest of %(day)s")
    return str(told) % {
        "title": pick(pile.consultation.title),
        "place": where,
        "count": pile.waiting,
        "day": day(pile.oldest),
    }


def _reader(facts: Mapping[str, Any]) -> Subscriber | None:
    """Return who a piece of news is for; None where they have left."""
    found = queries.find_subscriber(facts["subscriber"])
    return found if found is not None and found.confirmed_at is not None else None


def _way_out(reader: Subscriber, sender: Sender) -> tuple[str, str]:
    topics = {item.topic for item in reader.subscriptions if item.is_confirmed}
    names = ", ".join(pick(name) for name in queries.names_of(topics))
    asked = _("You asked for news about: %(names)s. No more news, at one click:")
    return asked % {"names": names}, _leave(reader, sender)


def _leave(reader: Subscriber, sender: Sender) -> str:
    token = link_token(sender.secret_key, LEAVE_LINK, reader.public_id)
    return sender.link(reader.language, f"unsubscribe/{token}")


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(parts)
