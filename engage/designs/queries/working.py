"""Questions about the working copies of designs, for staff alone."""

from dataclasses import dataclass, field

from sqlalchemy import Select, and_, func, select

from engage.catchments.models import Catchment
from engage.catchments.queries import get_catchment, list_catchments
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import Bilingual
from engage.designs.facts import ANSWERS
from engage.designs.models import DesignRelease, DesignText, Disposition, SSMDesign
from engage.themes.models import Assignment, Theme
from engage.themes.queries import get_managed_theme, is_vouched_for


@dataclass(frozen=True)
class WorkingDesign:
    """A design as staff work on it: the newest texts by element, answers by theme."""

    catchment: Catchment
    design: SSMDesign | None
    texts: dict[int, DesignText] = field(default_factory=dict)
    answers: dict[int, Disposition] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """The version an edit of its description names; 0 where there is none."""
        return self.design.version if self.design else 0

    def is_answered(self, theme_id: int) -> bool:
        """Return whether it says something to a theme, if only why not."""
        answer = self.answers.get(theme_id)
        return answer is not None and answer.verdict in ANSWERS


@dataclass(frozen=True)
class AskedTheme:
    """A theme somebody vouches for, which a design has to answer."""

    theme: Theme
    consultation: Consultation


@dataclass(frozen=True)
class Voices:
    """Who speaks of a theme in a catchment: people, and with campaigns counted once."""

    people: int
    distinct: int


@dataclass(frozen=True)
class Progress:
    """How far one design is: elements with a text, themes asked and answered."""

    catchment: Catchment
    written: int
    asked: int
    answered: int
    release: int


def get_own_catchment(actor: Actor, catchment: str) -> Catchment:
    """Return a catchment in which the actor works.

    Raises:
        NotFound: There is none, or it is not the actor's.
    """
    found = get_catchment(actor, catchment)
    if not actor.covers(found.id):
        raise NotFound
    return found


def get_design(catchment: Catchment) -> WorkingDesign:
    """Return the working copy of a catchment's design."""
    design = session().scalar(
        select(SSMDesign).where(SSMDesign.catchment_id == catchment.id)
    )
    if design is None:
        return WorkingDesign(catchment, None)
    answers = session().scalars(
        select(Disposition).where(Disposition.design_id == design.id)
    )
    texts = session().scalars(_newest_texts().where(DesignText.design_id == design.id))
    return WorkingDesign(
        catchment,
        design,
        {text.element_id: text for text in texts},
        {answer.theme_id: answer for answer in answers},
    )


def list_texts(design: SSMDesign) -> list[DesignText]:
    """Return every version of every text of a design, the oldest first."""
    return list(
        session().scalars(
            select(DesignText)
            .where(DesignText.design_id == design.id)
            .order_by(DesignText.element_id, DesignText.number)
        )
    )


def list_themes_asked(catchment: Catchment) -> list[AskedTheme]:
    """Return the themes that a catchment's design has to answer, newest asked first."""
    rows = session().execute(
        _asked()
        .where(Consultation.catchments.any(Catchment.id == catchment.id))
        .order_by(
            Consultation.opens_on.desc(), Consultation.id, Theme.position, Theme.id
        )
    )
    return [AskedTheme(theme, consultation) for theme, consultation in rows]


def list_left_out(working: WorkingDesign) -> list[AskedTheme]:
    """Return the answered themes that nobody vouches for any more.

    Their answers are kept, and leave the design with its next release.
    """
    if not working.answers:
        return []
    asked = {one.theme.id for one in list_themes_asked(working.catchment)}
    rows = session().execute(
        select(Theme, Consultation)
        .join(Consultation, Consultation.id == Theme.consultation_id)
        .where(Theme.id.in_(working.answers.keys() - asked))
        .order_by(Consultation.slug, Theme.position, Theme.id)
    )
    return [AskedTheme(theme, consultation) for theme, consultation in rows]


def get_theme_asked(actor: Actor, catchment: Catchment, theme: str) -> AskedTheme:
    """Return a theme (public id) that a catchment's design has to answer.

    Raises:
        NotFound: There is none, nobody vouches for it, or it was not asked there.
    """
    found = get_managed_theme(actor, theme)
    asked = [item for item in list_themes_asked(catchment) if item.theme.id == found.id]
    if not asked:
        raise NotFound
    return asked[0]


def list_voices(catchment: Catchment) -> dict[int, Voices]:
    """Return who speaks of each theme there, in true counts: for staff alone."""
    counted = func.coalesce(Contribution.campaign, Contribution.voice)
    rows = session().execute(
        select(
            Assignment.theme_id,
            func.count(Contribution.voice.distinct()),
            func.count(counted.distinct()),
        )
        .join(Contribution, Contribution.id == Assignment.contribution_id)
        .where(
            Contribution.catchment_id == catchment.id,
            Contribution.status == "approved",
            Assignment.theme_id.is_not(None),
        )
        .group_by(Assignment.theme_id)
    )
    return {row[0]: Voices(row[1], row[2]) for row in rows if row[0] is not None}


def list_progress(actor: Actor) -> list[Progress]:
    """Return how far each design of the actor's catchments is."""
    found = {
        name: {row[0]: row[1] for row in session().execute(counted)}
        for name, counted in (
            ("written", _written_by_catchment()),
            ("asked", _asked_by_catchment()),
            ("answered", _answered_by_catchment()),
            ("release", _releases_by_catchment()),
        )
    }
    return [
        Progress(place, **{name: part.get(place.id, 0) for name, part in found.items()})
        for place in list_catchments()
        if actor.covers(place.id)
    ]


def _newest_texts() -> Select[DesignText]:
    newest = (
        select(
            DesignText.design_id,
            DesignText.element_id,
            func.max(DesignText.number).label("number"),
        )
        .group_by(DesignText.design_id, DesignText.element_id)
        .subquery()
    )
    is_newest = and_(
        newest.c.design_id == DesignText.design_id,
        newest.c.element_id == DesignText.element_id,
        newest.c.number == DesignText.number,
    )
    return select(DesignText).join(newest, is_newest)


def _asked() -> Select[Theme, Consultation]:
    return (
        select(Theme, Consultation)
        .join(Consultation, Consultation.id == Theme.consultation_id)
        .where(is_vouched_for())
    )


def _asked_by_catchment() -> Select[int, int]:
    return (
        _asked()
        .join(Consultation.catchments)
        .with_only_columns(Catchment.id, func.count(Theme.id.distinct()))
        .group_by(Catchment.id)
    )


def _answered_by_catchment() -> Select[int, int]:
    """Count the themes asked there that have an answer."""
    return (
        _asked()
        .join(Consultation.catchments)
        .join(SSMDesign, SSMDesign.catchment_id == Catchment.id)
        .join(
            Disposition,
            and_(
                Disposition.design_id == SSMDesign.id,
                Disposition.theme_id == Theme.id,
                Disposition.verdict.in_(ANSWERS),
            ),
        )
        .with_only_columns(Catchment.id, func.count(Theme.id.distinct()))
        .group_by(Catchment.id)
    )


def _written_by_catchment() -> Select[int, int]:
    return (
        _newest_texts()
        .join(SSMDesign, SSMDesign.id == DesignText.design_id)
        .where(DesignText.text != Bilingual())
        .with_only_columns(SSMDesign.catchment_id, func.count(DesignText.id))
        .group_by(SSMDesign.catchment_id)
    )


def _releases_by_catchment() -> Select[int, int]:
    return (
        select(SSMDesign.catchment_id, func.max(DesignRelease.number))
        .join(DesignRelease, DesignRelease.design_id == SSMDesign.id)
        .group_by(SSMDesign.catchment_id)
    )
