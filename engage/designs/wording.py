"""What answers and statuses are called, and the tone in which each is shown."""

from dataclasses import dataclass

from engage.core.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Named:
    """A word for people, the tone of its tag, and how full its mark is."""

    word: str
    tone: str
    mark: str = ""


VERDICTS = {
    "accepted": Named(_l("Accepted"), "done", "full"),
    "partly": Named(_l("Accepted in part"), "attention", "half"),
    "not": Named(_l("Not accepted"), "refused", ""),
    "open": Named(_l("Still open"), "plain"),
}
STATUSES = {
    "planned": Named(_l("Planned"), "info", ""),
    "under_way": Named(_l("Under way"), "attention", "half"),
    "done": Named(_l("Done"), "done", "full"),
    "dropped": Named(_l("Dropped"), "refused", "crossed"),
}
