"""A real conversation, imported by the command that anyone would use."""

from collections.abc import Callable

from engage.commands.conversations import import_conversation
from engage.commands.demo.publishing import (
    DATA,
    find_themes,
    name_and_sign_off,
    publish,
    titles_in,
    weigh,
)
from engage.consultations.queries import find_consultation, get_managed_consultation
from engage.core.actors import SYSTEM
from engage.core.config import Settings

SLUG = "bowling-green"
FOLDER = DATA / SLUG
Step = Callable[[str, Callable[[], object]], None]


def load(settings: Settings, step: Step) -> None:
    """Import the conversation, find its themes, name them, publish the report."""
    if find_consultation(SLUG) is None:
        step(
            "Importing the Bowling Green conversation",
            lambda: import_conversation(FOLDER, SLUG, FOLDER / "bowling-green.json"),
        )
    consultation = get_managed_consultation(SYSTEM, SLUG)
    step("Finding its themes", lambda: find_themes(consultation))
    step("Weighing votes and rankings", lambda: weigh(consultation))
    titles = titles_in(FOLDER / "titles.json")
    step("Naming them", lambda: name_and_sign_off(consultation, titles))
    step("Publishing its report", lambda: publish(consultation, settings))
