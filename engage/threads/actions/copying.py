"""Copy what a consultation discusses into its duplicate; no comment comes along."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.catchments.models import Catchment
from engage.consultations.facts import next_address
from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.threads.actions.opening import add_thread
from engage.threads.facts import ThreadFacts
from engage.threads.models import Thread


def copy_threads(
    *, current: Session, source: Consultation, copy: Consultation, by: Actor
) -> None:
    """Copy each thread's question, in the transaction of the duplicate.

    Comments in it appear as the new consultation has it.
    """
    asked = (
        select(Thread, Catchment.slug)
        .outerjoin(Catchment, Catchment.id == Thread.catchment_id)
        .where(Thread.consultation_id == source.id)
        .order_by(Thread.slug)
    )
    taken = set(current.scalars(select(Thread.slug)))
    for thread, catchment in current.execute(asked).all():
        facts = ThreadFacts(
            slug=next_address(thread.slug, taken),
            title=thread.title,
            prompt=thread.prompt,
            catchment=catchment,
            moderation=copy.moderation,
        )
        taken.add(add_thread(current, copy.id, facts, by=by).slug)
