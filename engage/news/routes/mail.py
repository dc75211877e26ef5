"""Doors to news by e-mail: ask for it, say yes from one's mailbox, leave at one click.

The pages behind the links of letters ask for one press of a button: programs that look
through mail open links, and looking changes nothing (rule 12).
"""

import hmac

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from engage.core.config import Settings
from engage.core.errors import Invalid, NotFound, TooMany
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.core.mail import sender_of
from engage.news import actions, queries
from engage.news.forms import SubscribeForm
from engage.news.letters import digest_token
from engage.news.routes.blueprint import bp
from engage.people.actions import set_digest
from engage.people.models import User
from engage.people.queries import find_user
from engage.web import throttle
from engage.web.access import current_actor, keeps_form, public
from engage.web.security import keep_private


@bp.route("/subscribe", methods=["GET", "POST"])
@public
@keeps_form
def subscribe() -> ResponseReturnValue:
    """Let somebody ask for news; the answer never says whether we know them."""
    settings = _settings()
    if not settings.sends_news:
        return render_template("news/no_mail.html")
    form = SubscribeForm()
    form.offer(request.args.get("topic", ""))
    if form.is_submitted_and_valid():
        try:
            _ask(form, settings)
        except Invalid as error:
            form.refuse(Invalid(error.message, {"topic": error.message}))
        else:
            return render_template("news/asked.html")
    return render_template("news/subscribe.html", form=form), form.status


@bp.route("/subscribe/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    """Let the owner of an address say yes."""
    keep_private()
    subscriber = queries.get_unconfirmed(current_actor(), token)
    topics = queries.names_of({item.topic for item in subscriber.subscriptions})
    if request.method == "POST":
        actions.confirm_subscription(subscriber, by=current_actor())
        return render_template("news/confirmed.html", topics=topics)
    return render_template("news/confirm.html", topics=topics)


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@public
@keeps_form
def unsubscribe(token: str) -> ResponseReturnValue:
    """Send no more news to an address, and forget it.

    Mail programs press the button themselves, without a form of ours (RFC 8058): the
    link alone says who asks, so there is nothing else to check.
    """
    keep_private()
    subscriber = queries.get_leaving(current_actor(), token)
    if request.method == "POST":
        actions.unsubscribe(subscriber, by=current_actor())
        return render_template("news/left.html")
    return render_template("news/leave.html")


@bp.route("/digest/<token>", methods=["GET", "POST"])
@public
@keeps_form
def end_digest(token: str) -> ResponseReturnValue:
    """Send a facilitator no more daily digests; the link alone says who asks."""
    keep_private()
    user = _owner(token)
    if request.method == "POST":
        set_digest(user, is_wanted=False, by=user.actor)
        return render_template("news/digest_ended.html")
    return render_template("news/end_digest.html")


def _ask(form: SubscribeForm, settings: Settings) -> None:
    """Ask by letter; an address gets few of them a day, whoever asks."""
    throttle.count_try("subscribe_network", throttle.client_network())
    address = (form.email.data or "").strip()
    try:
        throttle.count_try("subscribe_address", address.lower())
    except TooMany:
        # To say so would tell a stranger that somebody asks for this address.
        return
    actions.ask_to_subscribe(
        address,
        form.topic.data or "",
        language=current_language(),
        secret_key=settings.secret_key,
        by=current_actor(),
    )


def _owner(token: str) -> User:
    number, _dot, _rest = token.partition(".")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    user = find_user(int(number)) if is_number else None
    if user is not None:
        expected = digest_token(user.id, sender_of(_settings()))
        if hmac.compare_digest(expected.encode(), token.encode()):
            return user
    raise NotFound(_("This link was used already, or it is too old."))


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
