"""What the next edition would say, and what a published one would say today."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.core.disclosure import Disclosure, rules_of
from engage.core.i18n import gettext as _
from engage.designs.queries import list_released
from engage.reports import queries
from engage.reports.document import (
    Check,
    Folded,
    answered_themes,
    blocks,
    build_document,
    changed_people,
    checklist,
    corrected,
    designs_part,
    folded_themes,
    marks_of,
    quoted_ids,
)
from engage.reports.facts import licence_of
from engage.reports.models import Edition
from engage.themes.models import ThemeRun
from engage.themes.queries import is_arranged_since


@dataclass(frozen=True)
class Press:
    """What an installation publishes with: a folder and the rules of disclosure."""

    folder: Path
    rules: Disclosure


@dataclass(frozen=True)
class Draft:
    """The next edition as it would be published now, and what keeps it from that.

    `blocked` says what must be done first; `unchanged` is set where too few people's
    answers changed since the edition before. `corrected` is that edition with the
    words of now, None where no word differs. `checks` tells the same check by check.
    """

    consultation: Consultation
    document: dict[str, Any]
    blocked: tuple[str, ...]
    unchanged: str
    checks: tuple[Check, ...]
    folded: tuple[Folded, ...]
    counted: Mapping[str, str]
    previous: Edition | None
    corrected: dict[str, Any] | None
    run: ThemeRun | None

    @property
    def quoted(self) -> int:
        """How many texts stand in it with their authors' words."""
        return len(quoted_ids(self.document))

    @property
    def may_go(self) -> bool:
        """Whether nothing keeps it from being published."""
        return not self.blocked and not self.unchanged


@dataclass(frozen=True)
class Rederived:
    """An edition made anew: its document, and what may differ since.

    `name` is that of its newest revision, whose manifest has the hash `manifest_hash`.
    `changed` people's answers are new, changed or withdrawn; `is_rearranged` says that
    somebody worked on the themes, or that a new run found them.
    """

    document: dict[str, Any]
    changed: int
    is_rearranged: bool
    name: str
    manifest_hash: str


def press_of(settings: Settings) -> Press:
    """Return what this installation publishes with."""
    return Press(settings.data_dir / "editions", rules_of(settings.secret_key))


def draft_report(consultation: Consultation, press: Press) -> Draft:
    """Return the next edition as it would be published now.

    It stands under the licence of the edition before.
    """
    material = queries.gather_material(consultation)
    consultation = material.consultation
    previous = queries.find_latest_edition(consultation.id)
    counted = marks_of(material, press.rules)
    document = build_document(
        material,
        press.rules,
        number=previous.number + 1 if previous else 1,
        published_on=clock.today(consultation.zone),
        is_interim=consultation.state == "open",
    )
    released = list_released()
    document["designs"] = designs_part(document, released)
    blocked = tuple(blocks(material, press.rules))
    unchanged = _too_little_changed(previous, counted, press.rules)
    published = queries.get_document(previous) if previous is not None else None
    document["licence"] = licence_of(published)
    rewritten = None
    if published is not None and not blocked:
        words = {text.public_id: text.words for text in material.texts.values()}
        rewritten = corrected(published, document, words)
    return Draft(
        consultation=consultation,
        document=document,
        blocked=blocked,
        unchanged=unchanged,
        checks=tuple(checklist(material, document, press.rules, unchanged)),
        folded=tuple(
            folded_themes(
                material, published, answered_themes(consultation.slug, released)
            )
        ),
        counted=counted,
        previous=previous,
        corrected=rewritten,
        run=material.run,
    )


def rederive_edition(consultation: Consultation, name: str, press: Press) -> Rederived:
    """Make the figures of a published edition again from what is in the tables.

    Raises:
        NotFound: There is no such edition.
    """
    published = queries.get_edition(SYSTEM, consultation.slug, name)
    edition = published.edition
    material = queries.gather_material(consultation)
    counted = marks_of(material, press.rules)
    document = build_document(
        material,
        press.rules,
        number=edition.number,
        published_on=edition.published_on,
        is_interim=edition.is_interim,
    )
    document["edition"] = published.document["edition"]
    document["designs"] = published.document.get("designs")
    for part in ("texts", "licence", "reading"):
        document[part] = published.document.get(part)
    return Rederived(
        document,
        changed_people(queries.get_counted(edition), counted),
        is_arranged_since(consultation.id, edition.published_at),
        f"{edition.number}.{edition.revision}",
        edition.manifest_hash,
    )


def answers_now(document: dict[str, Any]) -> dict[str, Any] | None:
    """Return how the designs that are released now answer a report's themes."""
    return designs_part(document, list_released())


def _too_little_changed(
    previous: Edition | None, counted: Mapping[str, str], rules: Disclosure
) -> str:
    """Return why there can be no next edition yet, or nothing (rule 18)."""
    if previous is None:
        return ""
    changed = changed_people(queries.get_counted(previous), dict(counted))
    if changed >= rules.k:
        return ""
    message: str = _(
        "Since edition %(number)d, fewer than %(least)d people’s answers are new or "
        "changed. The next edition can be published when there are more: the "
        "difference between two editions must not tell what one person said.",
        number=previous.number,
        least=rules.k,
    )
    return message
