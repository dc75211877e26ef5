"""How far a second reader agrees with the machine, in words.

No figure: who knows the sample could tell single texts by it.
"""

from engage.core.i18n import Bilingual
from engage.moderation.facts.agreement import Agreement

_TOLD = Bilingual(
    "People put a sample of these texts into the themes, without seeing where the "
    "program had put them.",
    "Des personnes ont classé un échantillon de ces textes dans les thèmes, sans voir "
    "où le programme les avait mis.",
)
# The least kappa for each: J. R. Landis & G. G. Koch, Biometrics 33 (1977), 159-174.
_STEPS = (
    (
        0.6,
        Bilingual(
            "They mostly chose the same theme, far more often than by chance.",
            "Elles ont le plus souvent choisi le même thème, bien plus que par hasard.",
        ),
    ),
    (
        0.4,
        Bilingual(
            "They often chose the same theme, more often than by chance; where a theme "
            "ends, readers differ.",
            "Elles ont souvent choisi le même thème, plus que par hasard; là où "
            "s’arrête un thème, les avis diffèrent.",
        ),
    ),
    (
        -1.0,
        Bilingual(
            "They often chose another theme: read these themes with caution.",
            "Elles ont souvent choisi un autre thème\u00a0: lisez ces thèmes avec "
            "prudence.",
        ),
    ),
)


def reading_words(found: Agreement | None) -> Bilingual | None:
    """Say how far people agreed with the machine; None where too few were read."""
    if found is None or found.kappa is None:
        return None
    said = next(words for least, words in _STEPS if found.kappa >= least)
    return Bilingual(f"{_TOLD.en} {said.en}", f"{_TOLD.fr} {said.fr}")
