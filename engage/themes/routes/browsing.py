"""The door to every approved text of a consultation."""

from flask import render_template
from flask.typing import ResponseReturnValue

from engage.consultations.models import Consultation
from engage.consultations.queries import get_managed_consultation
from engage.themes import queries
from engage.themes.forms import BrowseForm
from engage.themes.policy import may_shape_themes
from engage.themes.routes.blueprint import bp
from engage.web.access import current_actor, guarded
from engage.web.paging import Page, page_number


@bp.get("/manage/consultations/<consultation>/texts")
@guarded(may_shape_themes, by=get_managed_consultation)
def texts(consultation: Consultation) -> ResponseReturnValue:
    """Look through the approved texts, by words, theme, catchment and language."""
    themes = queries.list_themes(consultation.id)
    form = BrowseForm(
        [one for one in themes if one.parent_id is None], consultation.catchments
    )
    number = page_number()
    items, total = queries.browse_texts(
        current_actor(), consultation, form.wanted, number
    )
    return render_template(
        "themes/texts.html",
        consultation=consultation,
        form=form,
        page=Page(items, number, queries.BROWSED_AT_ONCE, total),
        places={place.id: place for place in consultation.catchments},
    )
