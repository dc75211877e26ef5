"""Naming themes, vouching for them, taking them out."""

from engage.core import clock
from engage.core.actors import Actor
from engage.core.db import transaction
from engage.core.errors import Invalid
from engage.core.i18n import LANGUAGES, Bilingual
from engage.core.i18n import gettext as _
from engage.core.written import Faults, checked_pair, refuse_faults
from engage.themes.actions.history import Touched, edit, fresh_theme
from engage.themes.models import Theme

LONGEST_LABEL = 120
LONGEST_DESCRIPTION = 600


def rename_theme(
    theme: Theme,
    label: Bilingual,
    *,
    version: int,
    by: Actor,
    description: Bilingual | None = None,
) -> Theme:
    """Give a theme its name, and what it says in a sentence or two.

    A run keeps what a person wrote. What a person vouched for under another name has
    to be signed off again.

    Raises:
        Conflict: Somebody changed the theme in the meantime.
        Invalid: There is no name, or a text is too long or unusable.
    """
    wanted = checked_label(label)
    with transaction() as current:
        fresh = fresh_theme(current, theme, version)
        told = fresh.description
        if description is not None:
            told = _checked("description", description, LONGEST_DESCRIPTION)
        if (wanted, told) == (fresh.label, fresh.description):
            return fresh
        with edit(current, "renamed", fresh, Touched([fresh]), by=by):
            fresh.written = _written(fresh, wanted)
            fresh.label, fresh.description = wanted, told
            unsign(fresh)
    return fresh


def sign_off_theme(
    theme: Theme, *, version: int, by: Actor, is_read: bool = False
) -> Theme:
    """Vouch for a theme, so that it may be published.

    Raises:
        Conflict: Somebody changed the theme in the meantime.
        Invalid: It has no name in one language, or it is not known to be stable and
            the person does not say that they read its texts.
    """
    with transaction() as current:
        fresh = fresh_theme(current, theme, version)
        if fresh.languages_missing:
            raise Invalid(_("Write the name in both languages first."))
        if not (fresh.is_steady_enough or is_read):
            told = _(
                "Nobody can say yet that this theme would be found again. Read its "
                "texts, then confirm that they belong together."
            )
            raise Invalid(told, {"is_read": told})
        with edit(current, "signed_off", fresh, Touched([fresh]), by=by):
            fresh.signed_off_by = by.name
            fresh.signed_off_at = clock.now()
    return fresh


def exclude_theme(theme: Theme, *, version: int, by: Actor) -> Theme:
    """Take a theme out: it stays in the workbench and is never published.

    Raises:
        Conflict: Somebody changed the theme in the meantime.
    """
    return _set_state(theme, "excluded", "excluded", version=version, by=by)


def restore_theme(theme: Theme, *, version: int, by: Actor) -> Theme:
    """Take back a theme that was taken out.

    Raises:
        Conflict: Somebody changed the theme in the meantime.
    """
    return _set_state(theme, "active", "restored", version=version, by=by)


def checked_label(label: Bilingual) -> Bilingual:
    """Return a name as it is kept.

    Raises:
        Invalid: There is no name, or it is too long or unusable.
    """
    wanted = _checked("label", label, LONGEST_LABEL)
    if not (wanted.en or wanted.fr):
        raise Invalid(_("Write a name."), {"label_en": _("Write a name.")})
    return wanted


def unsign(theme: Theme) -> None:
    """Take back the sign-off of a theme that is not what was vouched for."""
    theme.signed_off_by, theme.signed_off_at = "", None


def _set_state(
    theme: Theme, state: str, kind: str, *, version: int, by: Actor
) -> Theme:
    with transaction() as current:
        fresh = fresh_theme(current, theme, version)
        with edit(current, kind, fresh, Touched([fresh]), by=by):
            fresh.state = state
            unsign(fresh)
    return fresh


def _written(theme: Theme, wanted: Bilingual) -> list[str]:
    """Return the languages in which the name is now a person's."""
    old = theme.label
    return [
        code
        for code in LANGUAGES
        if getattr(wanted, code)
        and (code in theme.written or getattr(wanted, code) != getattr(old, code))
    ]


def _checked(field: str, content: Bilingual, most: int) -> Bilingual:
    faults: Faults = {}
    clean = checked_pair(field, content, most, faults, is_line=True)
    refuse_faults(faults)
    return clean
