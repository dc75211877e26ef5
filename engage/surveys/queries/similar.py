"""What others said to the same question that is like what somebody is writing."""

import math
from collections import Counter
from functools import lru_cache

from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.db import session
from engage.core.stems import index_words
from engage.surveys.models import Survey

SHOWN = 3
# As many of the newest texts are looked at.
LOOKED_AT = 500


def shows_similar(survey: Survey) -> bool:
    """Return whether people may read what others said before they send.

    Only where the survey wants it, and never where a person reads each text before it
    appears.
    """
    return survey.shows_similar and survey.moderation != "pre"


def list_similar(survey: Survey, question: str, text: str) -> list[Contribution]:
    """Return the few texts of others that share most with a text, best first.

    Only approved words that their authors and a person let be quoted (rule 19).
    """
    if not shows_similar(survey):
        return []
    said = session().scalars(
        select(Contribution)
        .where(
            Contribution.consultation_id == survey.consultation_id,
            Contribution.kind == "answer",
            Contribution.prompt_key == question,
            Contribution.status == "approved",
            Contribution.may_quote.is_(True),
            Contribution.is_cleared.is_(True),
        )
        .order_by(Contribution.id.desc())
        .limit(LOOKED_AT)
    )
    # What many sent word for word is read once.
    distinct: dict[str, Contribution] = {}
    for item in said:
        distinct.setdefault(item.quotable_text.strip().casefold(), item)
    return _most_alike(text, list(distinct.values()))


def _most_alike(text: str, said: list[Contribution]) -> list[Contribution]:
    """Return the texts that share the most telling words: rare ones count for more."""
    words = {item.id: _words(item.quotable_text) for item in said}
    spread = Counter(word for found in words.values() for word in found)
    weights = {word: math.log(1 + len(said) / n) for word, n in spread.items()}
    mine = _words(text)
    shared = {
        item.id: sum(weights[word] for word in mine & words[item.id]) for item in said
    }
    alike = [item for item in said if shared[item.id] >= _least(weights, mine)]
    alike.sort(key=lambda item: (-shared[item.id], item.public_id))
    return alike[:SHOWN]


def _least(weights: dict[str, float], mine: frozenset[str]) -> float:
    """Return how much a text must share: a quarter of what all its words weigh."""
    whole = sum(weights.get(word, 0.0) for word in mine)
    return whole / 4 if whole else math.inf


@lru_cache(maxsize=5_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(index_words(text).split())
