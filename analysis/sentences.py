"""What the page of a run says, in English and in French."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NARROW, FIXED = "\u202f", "\u00a0"
"""The spaces of French numbers and signs, at which no line ends."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """One language's words; `count` writes whole numbers, `mark` the decimal sign."""

    code: str
    name: str
    mark: str
    percent: str
    count: Callable[[int], str]
    words: Mapping[str, str]

    def say(self, name: str, **values: object) -> str:
        """A sentence with its values; whole numbers are written the language's way."""
        return self.words[name].format(
            **{
                key: self.count(value) if isinstance(value, int) else value
                for key, value in values.items()
            }
        )

    def number(self, value: float, places: int = 2) -> str:
        """A number with decimals."""
        return f"{value:.{places}f}".replace(".", self.mark)

    def share(self, value: float) -> str:
        """A share of 1 as a percentage; a small one keeps a decimal."""
        places = 1 if 0 < value < 0.095 else 0
        return self.number(100 * value, places) + self.percent


def _english(value: int) -> str:
    return f"{value:,}"


def _french(value: int) -> str:
    return f"{value:,}".replace(",", NARROW)


ENGLISH = Sentences(
    "en",
    "English",
    ".",
    "%",
    _english,
    {
        "lead": "The themes of what people wrote",
        "read": "Texts read: {documents} ({tongues}). Blank ones: {blank}. Texts that "
        "say something of their own: {distinct}.",
        "found": "Themes found: {themes}. Texts that fit none of them: {loose} "
        "({share}).",
        "campaigns": "Groups of nearly identical texts: {campaigns}. Each has one "
        "voice among the different texts; all its copies count in the sizes.",
        "too_few": "There are fewer than 30 different texts. Read them all: the themes "
        "are a help to reading, not a finding.",
        "speaks": "{count} in {tongue}",
        "overview": "The themes, largest first",
        "chart": "How many texts each theme has",
        "theme": "Theme",
        "texts": "Texts",
        "different": "Different",
        "share": "Share",
        "interval": "95% interval",
        "stability": "Stability",
        "size": "{size} texts, {distinct} of them different: {share} of all (between "
        "{low} and {high} with 95% confidence).",
        "robust": "robust",
        "tentative": "tentative",
        "fragile": "fragile",
        "unmeasured": "not measured",
        "steady_robust": "Robust: it comes back when other people answer ({value}).",
        "steady_tentative": "Tentative: it mostly comes back when other people answer "
        "({value}). Read it with care.",
        "steady_fragile": "Fragile: it hardly comes back when other "
        "people answer ({value}).",
        "steady_unmeasured": "Its stability was not measured.",
        "keywords": "Words that set it apart",
        "quotes": "In people’s words",
        "parts": "Its parts",
        "group": "Group",
        "groups": "How much each group speaks of it",
        "against": "Beside everyone",
        "times": "{value} times",
        "more": "more than the others",
        "less": "less than the others",
        "alike": "no clear difference",
        "difference": "Difference",
        "same": "It was there in the run before.",
        "merged": "It was several themes in the run before.",
        "split": "It was part of a larger theme in the run before.",
        "faded": "Themes of the run before that nobody speaks of now: {count}.",
        "how": "How to read this page",
        "how_themes": "A program put together the texts that use the same telling "
        "words. It does not judge: a large theme is not a right one.",
        "how_interval": "Who answered is not everybody. An interval holds the share "
        "one would find among very many people like those who answered, in 95 of "
        "100 such consultations.",
        "how_stability": "Stability says how much of a theme comes back when the texts "
        "are drawn anew: from .75 robust, from .60 tentative, below not for "
        "publication.",
        "how_groups": "A difference is named when it would be chance in fewer than 5 "
        "of 100 such findings. Groups with fewer than 5 texts are not shown.",
        "made": "Made with seed {seed} by version {version} of the theme engine: the "
        "same texts give the same page.",
    },
)
FRENCH = Sentences(
    "fr",
    "Français",
    ",",
    f"{FIXED}%",
    _french,
    {
        "lead": "Les thèmes de ce que les gens ont écrit",
        "read": "Textes lus\u00a0: {documents} ({tongues}). Réponses vides\u00a0: "
        "{blank}. Textes qui disent quelque chose de leur cru\u00a0: {distinct}.",
        "found": "Thèmes dégagés\u00a0: {themes}. Textes qui n’entrent dans aucun "
        "thème\u00a0: {loose} ({share}).",
        "campaigns": "Groupes de textes presque identiques\u00a0: {campaigns}. Chacun "
        "compte pour une seule voix parmi les textes différents; toutes ses "
        "copies comptent dans le nombre de textes.",
        "too_few": "Il y a moins de 30 textes différents. Lisez-les tous\u00a0: les "
        "thèmes aident à lire, ils ne prouvent rien.",
        "speaks": "{count} en {tongue}",
        "overview": "Les thèmes, du plus grand au plus petit",
        "chart": "Nombre de textes par thème",
        "theme": "Thème",
        "texts": "Textes",
        "different": "Différents",
        "share": "Part",
        "interval": "Intervalle à 95\u00a0%",
        "stability": "Stabilité",
        "size": "{size} textes, dont {distinct} différents\u00a0: {share} de "
        "l’ensemble (entre {low} et {high}, au niveau de confiance de 95\u00a0%).",
        "robust": "solide",
        "tentative": "à confirmer",
        "fragile": "fragile",
        "unmeasured": "non mesurée",
        "steady_robust": "Solide\u00a0: le thème revient quand d’autres personnes "
        "répondent ({value}).",
        "steady_tentative": "À confirmer\u00a0: le thème revient le plus souvent quand "
        "d’autres personnes répondent ({value}). À lire avec prudence.",
        "steady_fragile": "Fragile\u00a0: le thème ne revient guère quand "
        "d’autres personnes répondent ({value}).",
        "steady_unmeasured": "Sa stabilité n’a pas été mesurée.",
        "keywords": "Les mots qui le distinguent",
        "quotes": "Dans leurs mots",
        "parts": "Ses volets",
        "group": "Groupe",
        "groups": "La place du thème dans chaque groupe",
        "against": "Par rapport à l’ensemble",
        "times": "{value} fois",
        "more": "plus que les autres",
        "less": "moins que les autres",
        "alike": "pas d’écart net",
        "difference": "Écart",
        "same": "Ce thème était déjà là à l’analyse précédente.",
        "merged": "Ce thème en formait plusieurs à l’analyse précédente.",
        "split": "Ce thème faisait partie d’un thème plus large à l’analyse "
        "précédente.",
        "faded": "Thèmes de l’analyse précédente dont personne ne parle plus\u00a0: "
        "{count}.",
        "how": "Comment lire cette page",
        "how_themes": "Un programme a réuni les textes qui emploient les mêmes mots "
        "révélateurs. Il ne juge pas\u00a0: un thème important n’est pas un thème "
        "qui a raison.",
        "how_interval": "Les personnes qui ont répondu ne sont pas tout le monde. "
        "L’intervalle contient, dans 95 consultations semblables sur 100, la part "
        "qu’on trouverait chez un très grand nombre de personnes comme celles qui ont "
        "répondu.",
        "how_stability": "La stabilité indique ce qui reste d’un thème quand on tire "
        "les textes de nouveau\u00a0: solide à partir de 0,75, à confirmer à partir de "
        "0,60, à ne pas publier en dessous.",
        "how_groups": "Un écart est signalé quand le hasard l’expliquerait dans moins "
        "de 5 constats semblables sur 100. Les groupes de moins de 5 textes ne sont "
        "pas montrés.",
        "made": "Page produite avec le germe {seed} par la version {version} du moteur "
        "de thèmes\u00a0: les mêmes textes donnent la même page.",
    },
)
