"""What designs answer appears in reports: a revision of the newest edition (rule 18).

The figures stay as they were published; what a design says of them is all that is new.
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM, Actor
from engage.core.jobs import add_job
from engage.reports import queries
from engage.reports.actions.drafting import Press, answers_now
from engage.reports.actions.publishing import Told, clear_unknown, quietly
from engage.reports.actions.revising import publish_revision
from engage.reports.dataset import publishing_turn
from engage.reports.document import with_designs
from engage.reports.models import Edition

ANSWER = "reports.answer"


def follow_releases(*, current: Session, consultations: Collection[str]) -> None:
    """Have the reports revised whose themes a released design answers, soon."""
    concerned = select(Consultation.id).where(Consultation.slug.in_(consultations))
    for consultation_id in sorted(current.scalars(concerned)):
        add_job(current, ANSWER, {"consultation": consultation_id}, by=SYSTEM)


def show_answers(
    consultation: Consultation, press: Press, *, by: Actor, tell: Told | None = None
) -> Edition | None:
    """Publish the newest edition anew with the answers that are released now.

    Safe to run again: where it shows them already, or nothing is published yet,
    nothing happens and there is nothing to return.
    """
    folder = press.folder / consultation.slug
    if not folder.is_dir():
        return None
    with publishing_turn(folder):
        clear_unknown(folder, consultation)
        edition = queries.find_latest_edition(consultation.id)
        if edition is None:
            return None
        document = queries.get_document(edition)
        part = answers_now(document)
        if part == document.get("designs"):
            return None
        answered = with_designs(document, part)
        return publish_revision(press, edition, answered, {}, by, tell or quietly)
