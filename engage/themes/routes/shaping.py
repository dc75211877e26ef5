"""Doors of one theme: its texts, its name, its place among the others."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.consultations.queries import (
    get_consultation_by_id,
)
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import Bilingual
from engage.themes import actions, queries
from engage.themes.forms import (
    MergeForm,
    NameForm,
    SignOffForm,
    TextsForm,
    VersionForm,
)
from engage.themes.models import Theme
from engage.themes.policy import may_shape_themes, may_sign_off_themes
from engage.themes.routes.blueprint import UNREADABLE, bp
from engage.themes.wording import STABILITY
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.paging import Page, page_number

IN_PLACE = {
    "pin": actions.pin_contributions,
    "exclude": actions.exclude_contributions,
}


@bp.get("/manage/consultations/<consultation>/themes/<theme>")
@guarded(may_shape_themes, by=queries.get_theme)
def show(theme: Theme) -> ResponseReturnValue:
    """Show one theme: its texts, the words that put them there, and what one can do."""
    return _page(theme, _name_of(theme))


@bp.post("/manage/consultations/<consultation>/themes/<theme>/name")
@guarded(may_shape_themes, by=queries.get_theme)
@keeps_form
def rename(theme: Theme) -> ResponseReturnValue:
    """Give a theme its name; a stale form shows both versions."""
    form = NameForm()
    if form.is_submitted_and_valid():
        try:
            actions.rename_theme(
                theme,
                form.label_pair,
                description=form.description_pair,
                version=form.version.data,
                by=current_actor(),
            )
        except Invalid as error:
            for name, why in error.fields.items():
                form[name].errors = [why]
            form.status = 422
        except Conflict as error:
            return _stale(theme, form, error)
        else:
            flash(_("The name is saved."))
            return _to_theme(theme)
    return _page(theme, form), form.status


@bp.post("/manage/consultations/<consultation>/themes/<theme>/sign-off")
@guarded(may_sign_off_themes, by=queries.get_theme)
def sign_off(theme: Theme) -> ResponseReturnValue:
    """Vouch for a theme."""
    form = SignOffForm()
    version, is_read = _version(form), form.is_read.data
    try:
        actions.sign_off_theme(
            theme, version=version, by=current_actor(), is_read=is_read
        )
    except Invalid as error:
        form.refuse(error)
        return _page(theme, _name_of(theme), signing=form), form.status
    flash(_("The theme is signed off."))
    return _to_theme(theme)


@bp.post("/manage/consultations/<consultation>/themes/<theme>/merge")
@guarded(may_shape_themes, by=queries.get_theme)
def merge(theme: Theme) -> ResponseReturnValue:
    """Merge a theme into another one."""
    form = MergeForm()
    version = _version(form)
    into = _named(theme, form.into.data)
    actions.merge_themes([theme], into, versions=[version], by=current_actor())
    flash(_("The themes are merged."))
    return _to_theme(into)


@bp.post("/manage/consultations/<consultation>/themes/<theme>/promote")
@guarded(may_shape_themes, by=queries.get_theme)
def promote(theme: Theme) -> ResponseReturnValue:
    """Make a theme of its own of a part."""
    version = _version(VersionForm())
    actions.promote_part(theme, version=version, by=current_actor())
    flash(_("This is a theme of its own now."))
    return _to_theme(theme)


@bp.post("/manage/consultations/<consultation>/themes/<theme>/state")
@guarded(may_shape_themes, by=queries.get_theme)
def set_state(theme: Theme) -> ResponseReturnValue:
    """Take a theme out, or take it back in."""
    version = _version(VersionForm())
    change = actions.exclude_theme if theme.is_active else actions.restore_theme
    change(theme, version=version, by=current_actor())
    flash(_("The theme is taken out.") if theme.is_active else _("The theme is back."))
    return _to_theme(theme)


@bp.post("/manage/consultations/<consultation>/themes/<theme>/texts")
@guarded(may_shape_themes, by=queries.get_theme)
def arrange(theme: Theme) -> ResponseReturnValue:
    """Move, pin, split off or take out the chosen texts of a theme."""
    form = TextsForm()
    version = _version(form)
    texts = request.form.getlist("text")
    by = current_actor()
    if form.verb.data == "move":
        to = _named(theme, form.to.data)
        actions.move_contributions(texts, origin=theme, version=version, to=to, by=by)
    elif form.verb.data == "split":
        name = Bilingual(form.new_en.data or "", form.new_fr.data or "")
        theme = actions.split_theme(theme, texts, name, version=version, by=by)
    elif form.verb.data in IN_PLACE:
        change = IN_PLACE[form.verb.data]
        change(texts, origin=theme, version=version, by=by)
    else:
        raise Invalid(str(UNREADABLE))
    flash(_("Done. You can undo it in the list of themes."))
    return _to_theme(theme)


def _name_of(theme: Theme) -> NameForm:
    form = NameForm(formdata=None)
    form.show(theme)
    return form


def _page(
    theme: Theme,
    form: NameForm,
    *,
    now: Theme | None = None,
    signing: SignOffForm | None = None,
) -> str:
    number = page_number()
    items, total = queries.list_placed(current_actor(), theme, number)
    consultation = get_consultation_by_id(theme.consultation_id)
    merging, texts = MergeForm(formdata=None), TextsForm(formdata=None)
    merging.offer(_neighbours(theme))
    everything = queries.list_themes(theme.consultation_id)
    texts.offer([item for item in everything if item.id != theme.id])
    return render_template(
        "themes/show.html",
        consultation=consultation,
        theme=theme,
        row=queries.get_row(theme),
        parent=next((t for t in everything if t.id == theme.parent_id), None),
        page=Page(items, number, queries.PAGE_SIZE, total),
        places={item.id: item for item in consultation.catchments},
        form=form,
        merging=merging,
        texts=texts,
        signing=signing or SignOffForm(formdata=None),
        now=now,
        lapsed=queries.list_lapsed(consultation.id),
        stability=STABILITY,
    )


def _stale(theme: Theme, form: NameForm, error: Conflict) -> ResponseReturnValue:
    """Show what was typed beside what somebody else saved in the meantime."""
    consultation = get_consultation_by_id(theme.consultation_id)
    now = queries.get_theme(current_actor(), consultation.slug, theme.public_id)
    form.form_errors.append(error.message)
    form.version.data = now.version
    return _page(now, form, now=now), 409


def _version(form: VersionForm) -> int:
    if not form.is_submitted_and_valid():
        raise Invalid(str(UNREADABLE))
    return int(form.version.data)


def _neighbours(theme: Theme) -> Sequence[Theme]:
    """Return the themes that a theme may be merged into."""
    return [
        item
        for item in queries.list_themes(theme.consultation_id)
        if item.parent_id == theme.parent_id and item.id != theme.id
    ]


def _named(theme: Theme, public_id: str) -> Theme:
    consultation = get_consultation_by_id(theme.consultation_id)
    return queries.get_theme(current_actor(), consultation.slug, public_id)


def _to_theme(theme: Theme) -> ResponseReturnValue:
    consultation = get_consultation_by_id(theme.consultation_id)
    address = url_for(
        "themes.show", consultation=consultation.slug, theme=theme.public_id
    )
    return redirect(address, 303)
