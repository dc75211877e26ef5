"""Ask for news, leave, and be told."""

from engage.news.actions.subscribing import (
    ask_to_subscribe,
    confirm_subscription,
    forget_consultation,
    forget_unconfirmed,
    forget_who_left,
    unsubscribe,
)
from engage.news.actions.telling import (
    ask_for_digests,
    tell_of_design,
    tell_of_edition,
)

__all__ = [
    "ask_for_digests",
    "ask_to_subscribe",
    "confirm_subscription",
    "forget_consultation",
    "forget_unconfirmed",
    "forget_who_left",
    "tell_of_design",
    "tell_of_edition",
    "unsubscribe",
]
