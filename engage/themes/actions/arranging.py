"""Merging and splitting themes; moving, pinning and taking out texts."""

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core.actors import Actor
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import LANGUAGES, Bilingual
from engage.core.i18n import gettext as _
from engage.core.tokens import new_public_id
from engage.themes.actions.history import Touched, edit, fresh_theme
from engage.themes.actions.naming import checked_label, unsign
from engage.themes.models import Assignment, Theme

WHOLE, PART = Assignment.theme_id, Assignment.subtheme_id


def merge_themes(
    themes: Sequence[Theme], into: Theme, *, versions: Sequence[int], by: Actor
) -> Theme:
    """Bring themes together in one of them; the next run keeps them together.

    Raises:
        Conflict: Somebody changed one of the themes in the meantime.
        Invalid: They are not of one kind: themes, or parts of the same theme.
    """
    with transaction() as current:
        target = fresh_theme(current, into, None)
        gone = [
            fresh_theme(current, theme, version)
            for theme, version in zip(themes, versions, strict=True)
        ]
        _check_merge(gone, target)
        ids = [theme.id for theme in gone]
        parts = current.scalars(select(Theme).where(Theme.parent_id.in_(ids))).all()
        column = WHOLE if target.parent_id is None else PART
        places = current.scalars(select(Assignment).where(column.in_(ids))).all()
        touched = Touched([target, *gone, *parts], places)
        with edit(current, "merged", target, touched, by=by):
            for part in parts:
                part.parent_id = target.id
            for place in places:
                setattr(place, column.key, target.id)
            for theme in gone:
                theme.state, theme.merged_into_id = "merged", target.id
                unsign(theme)
            _is_another(target)
    return target


def split_theme(
    theme: Theme,
    texts: Sequence[str],
    label: Bilingual,
    *,
    version: int,
    by: Actor,
) -> Theme:
    """Make a theme of some texts of a theme (public ids); they are pinned in it.

    Raises:
        Conflict: Somebody changed the theme in the meantime.
        Invalid: No text was chosen, or there is no name.
        NotFound: A text is not in the theme, or not for this person.
    """
    name = checked_label(label)
    with transaction() as current:
        origin = fresh_theme(current, theme, version)
        places = _chosen(current, texts, origin, by)
        made = Theme(
            consultation_id=origin.consultation_id,
            key=f"t-{new_public_id()}",
            label=name,
            written=[code for code in LANGUAGES if getattr(name, code)],
            lineage={"kind": "split", "from": [origin.key]},
            position=origin.position,
        )
        touched = Touched([origin], places)
        with edit(current, "split", origin, touched, by=by):
            current.add(made)
            current.flush()
            touched.themes.append(made)
            for place in places:
                _put(place, made)
            _is_another(origin)
    return made


def promote_part(part: Theme, *, version: int, by: Actor) -> Theme:
    """Make a theme of its own of a part, with all its texts.

    Raises:
        Conflict: Somebody changed the part in the meantime.
        Invalid: It is a theme already.
    """
    with transaction() as current:
        fresh = fresh_theme(current, part, version)
        if fresh.parent_id is None:
            raise Invalid(_("This is a theme of its own already."))
        parent = current.get_one(Theme, fresh.parent_id)
        inside = select(Assignment).where(Assignment.subtheme_id == fresh.id)
        places = current.scalars(inside).all()
        touched = Touched([fresh, parent], places)
        with edit(current, "promoted", fresh, touched, by=by):
            fresh.parent_id = None
            for place in places:
                _put(place, fresh)
            _is_another(parent)
    return fresh


def move_contributions(
    texts: Sequence[str], *, origin: Theme, version: int, to: Theme, by: Actor
) -> None:
    """Move texts (public ids) from one theme to another, and pin them there.

    Raises:
        Conflict: Somebody changed one of the themes in the meantime.
        Invalid: No text was chosen.
        NotFound: A text is not in the theme, or not for this person.
    """
    with transaction() as current:
        source = fresh_theme(current, origin, version)
        target = fresh_theme(current, to, None)
        if target.consultation_id != source.consultation_id:
            raise NotFound
        places = _chosen(current, texts, source, by)
        parent = target.parent_id and current.get_one(Theme, target.parent_id)
        touched = Touched(_different(source, target), places)
        with edit(current, "moved", target, touched, by=by):
            for place in places:
                _put(place, parent or target, target if parent else None)
            unsign(source)
            unsign(target)


def pin_contributions(
    texts: Sequence[str], *, origin: Theme, version: int, by: Actor
) -> None:
    """Keep texts (public ids) in the theme they are in, whatever the next run finds.

    Raises:
        Conflict: Somebody changed the theme in the meantime.
        Invalid: No text was chosen.
        NotFound: A text is not in the theme, or not for this person.
    """

    def pin(place: Assignment) -> None:
        place.is_pinned = True

    _change(texts, origin, version, by, ("pinned", pin))


def exclude_contributions(
    texts: Sequence[str], *, origin: Theme, version: int, by: Actor
) -> None:
    """Take texts (public ids) out of all themes, for good: they say something else.

    Raises:
        Conflict: Somebody changed the theme in the meantime.
        Invalid: No text was chosen.
        NotFound: A text is not in the theme, or not for this person.
    """

    def take_out(place: Assignment) -> None:
        place.theme_id = place.subtheme_id = None
        place.is_pinned, place.is_excluded = False, True

    _change(texts, origin, version, by, ("taken_out", take_out))


def _change(
    texts: Sequence[str],
    origin: Theme,
    version: int,
    by: Actor,
    verb: tuple[str, Callable[[Assignment], None]],
) -> None:
    kind, change = verb
    with transaction() as current:
        fresh = fresh_theme(current, origin, version)
        places = _chosen(current, texts, fresh, by)
        with edit(current, kind, fresh, Touched([fresh], places), by=by):
            for place in places:
                change(place)
            if kind != "pinned":
                unsign(fresh)


def _chosen(
    current: Session, texts: Sequence[str], origin: Theme, by: Actor
) -> Sequence[Assignment]:
    """Return where the chosen texts are, all in the theme and in the actor's scope."""
    wanted = set(texts)
    if not wanted:
        raise Invalid(_("Choose at least one text."))
    column = WHOLE if origin.parent_id is None else PART
    seen = (
        visible_to(by)
        .with_only_columns(Contribution.id)
        .where(Contribution.public_id.in_(wanted), Contribution.status == "approved")
    )
    places = current.scalars(
        select(Assignment).where(
            Assignment.contribution_id.in_(seen), column == origin.id
        )
    ).all()
    if len(places) != len(wanted):
        raise NotFound
    return places


def _put(place: Assignment, theme: Theme, part: Theme | None = None) -> None:
    place.theme_id = theme.id
    place.subtheme_id = part.id if part is not None else None
    place.is_pinned, place.is_excluded = True, False


def _is_another(theme: Theme) -> None:
    """Note that a theme is no longer the one that was measured and signed off."""
    theme.stability = None
    unsign(theme)


def _different(*themes: Theme) -> list[Theme]:
    return list({theme.id: theme for theme in themes}.values())


def _check_merge(themes: Sequence[Theme], into: Theme) -> None:
    if not themes or into.id in {theme.id for theme in themes}:
        raise Invalid(_("Choose another theme to merge it into."))
    for theme in themes:
        if theme.consultation_id != into.consultation_id:
            raise NotFound
        if theme.parent_id != into.parent_id:
            raise Invalid(_("A theme merges with a theme, a part with its neighbours."))
        if theme.state != into.state:
            raise Conflict(_("This theme is no longer there."))
