"""Pure kinds of moderation: cuts, likeness and agreement, without any table."""

from engage.moderation.facts.agreement import Agreement, agreement, quantile
from engage.moderation.facts.cutting import Cut, cuts_of
from engage.moderation.facts.likeness import group_alike, says_nothing

__all__ = [
    "Agreement",
    "Cut",
    "agreement",
    "cuts_of",
    "group_alike",
    "quantile",
    "says_nothing",
]
