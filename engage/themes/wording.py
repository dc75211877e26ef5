"""How sure a theme is, in one set of words: workbench, report, PDF, every page."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from engage.themes.models import Stability


class Sureness(NamedTuple):
    """A state in a word, the tone of its mark, and what it means in a sentence."""

    word: str
    tone: str
    meaning: str


STABILITY = {
    Stability.ROBUST: Sureness(
        _l("Robust"),
        "done",
        _l("Robust: looking again at a part of the answers finds the same theme."),
    ),
    Stability.TENTATIVE: Sureness(
        _l("Tentative"),
        "attention",
        _l(
            "Tentative: looking again at a part of the answers finds most of this "
            "theme, with other edges. Read its figure with care."
        ),
    ),
    Stability.FRAGILE: Sureness(
        _l("Fragile"),
        "attention",
        _l(
            "Fragile: looking again at a part of the answers would group these texts "
            "otherwise. A person has read them and vouches that they belong together."
        ),
    ),
    Stability.UNKNOWN: Sureness(
        _l("Not measured"),
        "plain",
        _l("Not measured: nobody knows yet whether this theme would be found again."),
    ),
}
