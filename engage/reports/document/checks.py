"""What keeps a draft from being published, in plain words with what to do."""

from collections.abc import Collection
from dataclasses import dataclass

from engage.core.disclosure import Disclosure
from engage.core.i18n import current_language, inner_quotes
from engage.core.i18n import gettext as _
from engage.reports.document.figures import Row
from engage.reports.document.themes import is_named
from engage.reports.queries import Material
from engage.themes.models import Theme


def blocks(material: Material, rules: Disclosure) -> list[str]:
    """Return what must be done before the next edition can be published."""
    return [
        *consultation_blocks(material),
        *people_blocks(material, rules),
        *theme_blocks(material),
        *language_blocks(material),
    ]


def changed_people(before: dict[str, str], now: dict[str, str]) -> int:
    """Return how many people are new, gone or said something else (rule 18)."""
    marks = before.keys() | now.keys()
    return sum(before.get(mark) != now.get(mark) for mark in marks)


@dataclass(frozen=True)
class Folded:
    """A theme that is counted under "other themes": its name and its address.

    `was_named` says that the edition before names it; `has_lapsed` that somebody
    vouched for it before it was changed; `is_answered` that a released design answers
    it, whose answer nobody would find.
    """

    name: str
    public_id: str
    was_named: bool
    has_lapsed: bool
    is_answered: bool = False

    @property
    def falls_out(self) -> bool:
        """Whether readers or the person who vouched for it will miss it."""
        return self.was_named or self.has_lapsed or self.is_answered


def folded_themes(
    material: Material, previous: Row | None, answered: Collection[str] = ()
) -> list[Folded]:
    """Return the themes that are counted together under "other themes"."""
    before = {row["id"] for row in previous["themes"]} if previous else set()
    return [
        Folded(
            name=_name(item.theme),
            public_id=item.theme.public_id,
            was_named=item.theme.key in before,
            has_lapsed=item.theme.id in material.lapsed,
            is_answered=item.theme.key in answered,
        )
        for item in material.themes
        if not is_named(item.theme)
    ]


def consultation_blocks(material: Material) -> list[str]:
    """Return what must be done because the consultation is not public."""
    if material.consultation.is_public:
        return []
    return [_("Open the consultation first: nothing of a draft is published.")]


def language_blocks(material: Material) -> list[str]:
    """Return the texts that are missing in one language."""
    consultation = material.consultation
    found = []
    if not (consultation.title.is_complete and consultation.summary.is_complete):
        found.append(
            _("Write the title and the summary of the consultation in both languages.")
        )
    named = [item.theme for item in material.themes if is_named(item.theme)]
    found += [
        _title_missing(theme, language)
        for theme in named
        for language in theme.languages_missing
    ]
    return found


def people_blocks(material: Material, rules: Disclosure) -> list[str]:
    """Return what must be done because too few people took part."""
    if len(material.people) >= rules.k:
        return []
    return [
        _(
            "Wait for more answers: fewer than %(least)d people have taken part, so no "
            "figure could be shown.",
            least=rules.k,
        )
    ]


def theme_blocks(material: Material) -> list[str]:
    """Return what must be done because nobody vouches for a theme yet."""
    if material.run is None:
        return [_("Find themes first, then sign them off.")]
    if not any(is_named(item.theme) for item in material.themes):
        return [_("Sign off at least one theme, so that it may be named.")]
    return []


def _title_missing(theme: Theme, language: str) -> str:
    name = inner_quotes(_name(theme))
    messages: dict[str, str] = {
        "en": _("Write the English title of “%(theme)s”.", theme=name),
        "fr": _("Write the French title of “%(theme)s”.", theme=name),
    }
    return messages[language]


def _name(theme: Theme) -> str:
    words = (word["term"] for word in theme.keywords[:3])
    label = theme.label
    return label[current_language()] or ", ".join(words) or theme.key
