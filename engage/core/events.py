"""What must reach many rooms at once, in the transaction where it happens."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Subscriber = Callable[..., None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


def subscribe(event: str, subscriber: Subscriber) -> None:
    """Have a function called each time an event is announced; named in `app.py`."""
    if subscriber not in _subscribers[event]:
        _subscribers[event].append(subscriber)


def announce(event: str, **facts: Any) -> None:
    """Tell all subscribers, in the order of their registration."""
    for subscriber in _subscribers[event]:
        subscriber(**facts)
