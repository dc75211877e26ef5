"""Counts of tries in the memory of one process: they cost no write.

For guards against floods alone: with several processes each counts for itself.
"""

import threading

from limits.storage import Storage

from engage.core import clock

# More keys than this are swept of those whose time is over.
MANY = 10_000


class ProcessCounts(Storage):
    """What the throttle library needs of a store, as a dictionary."""

    STORAGE_SCHEME = ["engage-process"]

    def __init__(self) -> None:
        super().__init__()
        self._guard = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        """The errors of the store: a dictionary has none."""
        return KeyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count one more try; the first opens a time of `expiry` seconds."""
        moment = clock.now().timestamp()
        with self._guard:
            if len(self._counts) > MANY:
                self._sweep(moment)
            tries, ends_at = self._counts.get(key, (0, 0.0))
            if ends_at <= moment:
                tries, ends_at = 0, moment + expiry
            self._counts[key] = tries + amount, ends_at
            return tries + amount

    def get(self, key: str) -> int:
        """Return how often something was tried."""
        tries, ends_at = self._counts.get(key, (0, 0.0))
        return tries if ends_at > clock.now().timestamp() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the time of a key ends, in seconds since 1970."""
        return self._counts.get(key, (0, clock.now().timestamp()))[1]

    def check(self) -> bool:
        """Return whether the store answers."""
        return True

    def reset(self) -> int | None:
        """Forget all tries; return how many keys there were."""
        with self._guard:
            known = len(self._counts)
            self._counts.clear()
        return known

    def clear(self, key: str) -> None:
        """Forget the tries of one key."""
        with self._guard:
            self._counts.pop(key, None)

    def _sweep(self, moment: float) -> None:
        self._counts = {
            key: kept for key, kept in self._counts.items() if kept[1] > moment
        }
