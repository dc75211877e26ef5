"""Texts that wait and belong together: to be decided together, by a person."""

from collections import defaultdict
from dataclasses import dataclass

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.actors import Actor
from engage.moderation.facts import group_alike, says_nothing
from engage.moderation.queries.queue import QueueFilter, list_part

MOST_READ = 3000


@dataclass(frozen=True)
class Group:
    """Texts that belong together: a "campaign", "alike", or "nothing" is said."""

    kind: str
    texts: list[Contribution]


def list_groups(actor: Actor, consultation: Consultation) -> list[Group]:
    """Return groups among the texts that wait, those that say nothing first.

    Each text is in one group: probable campaigns are those the themes found; what is
    left is compared word by word. The oldest 3,000 texts are looked at.
    """
    waiting = list_part(actor, consultation, QueueFilter(), MOST_READ)
    empty = [item for item in waiting if says_nothing(item.text)]
    known = {item.id for item in empty}
    campaigns: dict[str, list[Contribution]] = defaultdict(list)
    for item in waiting:
        if item.campaign and item.id not in known:
            campaigns[item.campaign].append(item)
    several = [texts for texts in campaigns.values() if len(texts) > 1]
    known |= {item.id for texts in several for item in texts}
    rest = {item.id: item for item in waiting if item.id not in known}
    alike = group_alike({key: item.text for key, item in rest.items()})
    groups = [Group("nothing", empty)] if empty else []
    groups += [Group("campaign", texts) for texts in several]
    return groups + [Group("alike", [rest[key] for key in keys]) for keys in alike]
