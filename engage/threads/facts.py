"""What a thread is made of."""

from dataclasses import dataclass

from engage.core.i18n import Bilingual


@dataclass(frozen=True)
class ThreadFacts:
    """What a new thread is made of."""

    slug: str
    title: Bilingual
    prompt: Bilingual
    catchment: str | None = None
    moderation: str = "pre"
