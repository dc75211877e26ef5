"""What is the same everywhere a text can be flagged."""

from engage.core.i18n import lazy_gettext as _l

# Why a reader asks that a text be looked at: codes that stay, and words for them.
FLAG_REASONS = {
    "hurtful": _l("It is hurtful or threatening"),
    "personal": _l("It tells who somebody is"),
    "untrue": _l("It is untrue in a way that does harm"),
    "advertising": _l("It is advertising"),
    "off_topic": _l("It has nothing to do with the question"),
}
