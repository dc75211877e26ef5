"""The licences under which a report may be published, from the freest on."""

from typing import Any

from engage.core.i18n import Bilingual

# What a report says of its licence: its id, its name and its address, both languages.
Licence = dict[str, Any]
DEFAULT = "CC-BY-4.0"


def _licence(name: str, title: Bilingual, address: Bilingual) -> Licence:
    return {
        "id": name,
        "name": {"en": title.en, "fr": title.fr},
        "url": {"en": address.en, "fr": address.fr},
    }


LICENCES = {
    one["id"]: one
    for one in (
        _licence(
            "CC0-1.0",
            Bilingual(
                "CC0 1.0 (public domain)",
                "CC0 1.0 (domaine public)",
            ),
            Bilingual(
                "https://creativecommons.org/publicdomain/zero/1.0/",
                "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
            ),
        ),
        _licence(
            DEFAULT,
            Bilingual("CC BY 4.0", "CC BY 4.0"),
            Bilingual(
                "https://creativecommons.org/licenses/by/4.0/",
                "https://creativecommons.org/licenses/by/4.0/deed.fr",
            ),
        ),
        _licence(
            "OGL-Ontario",
            Bilingual(
                "Open Government Licence – Ontario",
                "Licence du gouvernement ouvert – Ontario",
            ),
            Bilingual(
                "https://www.ontario.ca/page/open-government-licence-ontario",
                "https://www.ontario.ca/fr/page/licence-du-gouvernement-ouvert-ontario",
            ),
        ),
    )
}


def licence_of(document: dict[str, Any] | None) -> Licence:
    """Return the licence of a report; the usual one where it names none."""
    found: Licence = (document or {}).get("licence") or LICENCES[DEFAULT]
    return found
