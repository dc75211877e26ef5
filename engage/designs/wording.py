"""What answers and statuses are called, and the tone in which each is shown."""

from engage.core.i18n import lazy_gettext as _l

# The tones are those of notices and tags; the third is how full its mark is.
VERDICT_NAMES = {
    "accepted": (_l("Accepted"), "done", "full"),
    "partly": (_l("Accepted in part"), "attention", "half"),
    "not": (_l("Not accepted"), "refused", "none"),
    "open": (_l("Still open"), "plain", ""),
}
STATUS_NAMES = {
    "planned": (_l("Planned"), "info"),
    "under_way": (_l("Under way"), "attention"),
    "done": (_l("Done"), "done"),
    "dropped": (_l("Dropped"), "refused"),
}
