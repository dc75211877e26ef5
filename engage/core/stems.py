"""Words as they are looked for: without accents, cut to their stems.

A text is cut by the rules of its own language, a query by those of both: it does not
say which one it is in. No database has a say in it, so each finds the same.
"""

import re
import unicodedata
from dataclasses import dataclass

import Stemmer

MOST_WORDS = 12
EXCERPT = 320
LEAD = 80
# Cut to its stem, a longer sign is no word of anybody's.
LONGEST_WORD = 60
_WORD = re.compile(r"[^\W_]+")
# The stemmer of each language, and the sign that its stems end with. A stemmer is of
# one thread only, and costs less to make than to keep apart.
_RULES = {"en": ("english", "0e"), "fr": ("french", "0f")}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})
# Left out of a query that has other words: they stand in nearly every text.
_FUNCTION_WORDS = frozenset(
    _WORD.findall(
        "a an and are as at be but by for from has have how in is it its not of on "
        "or our that the their they this to was we were who will with you your au "
        "aux avec ce ces cette dans de des du elle en est et eux il ils la le les "
        "leur leurs mais me mes mon ne nos notre nous on ou par pas pour que qui sa "
        "se ses son sont sur un une vos votre vous "
    )
)


@dataclass(frozen=True)
class Query:
    """What somebody looks for: each word as all forms that count as the same one."""

    words: tuple[frozenset[str], ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.words

    @property
    def forms(self) -> frozenset[str]:
        """All forms of all words."""
        return frozenset().union(*self.words)


def read_query(typed: str) -> Query:
    """Read what was typed: its words and nothing else, whatever signs it has."""
    found = list(dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", typed))))
    telling = [word for word in found if not is_function_word(word)]
    forms = [forms_of(word) for word in telling or found]
    return Query(tuple(form for form in forms if form)[:MOST_WORDS])


def is_function_word(word: str) -> bool:
    """Return whether a word only holds a sentence together, in either language."""
    return folded(word) in _FUNCTION_WORDS


def index_words(text: str, language: str = "") -> str:
    """Return all forms of all words of a text, with a space between them.

    Words are cut by the rules of the text's language, or of both where that is neither.
    """
    words = _WORD.findall(text)
    known = {word: " ".join(sorted(forms_of(word, language))) for word in set(words)}
    return " ".join(filter(None, (known[word] for word in words)))


def forms_of(word: str, language: str = "") -> frozenset[str]:
    """Return the forms by which a word is known; a single letter has none.

    They are the word itself and its stems, each with a sign for the language by whose
    rules it was cut: an English "care" is no French « car ».
    """
    plain = folded(word)[:LONGEST_WORD]
    if len(plain) < 2 and not plain.isdigit():
        return frozenset()
    if not plain.isalpha():
        return frozenset({plain})
    spelled = word.casefold()[:LONGEST_WORD]
    rules = {language: _RULES[language]} if language in _RULES else _RULES
    # The English stemmer takes "buses" for "buse".
    whole = plain.removesuffix("es") if plain.endswith("ses") else plain
    stems = {
        f"{folded(cut)}{sign}"
        for name, sign in rules.values()
        for cut in Stemmer.Stemmer(name, 0).stemWords([spelled, plain, whole])
    }
    return frozenset({plain, *stems})


def folded(word: str) -> str:
    """Return a word in small letters without accents."""
    spread = unicodedata.normalize("NFKD", word.translate(_LIGATURES).casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def marked(text: str, query: Query, language: str = "") -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is a word that was looked for."""
    wanted = query.forms
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _WORD.finditer(text):
        if wanted.isdisjoint(forms_of(found.group(), language)):
            continue
        pieces += [(text[at : found.start()], False), (found.group(), True)]
        at = found.end()
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


def excerpt(text: str, query: Query, language: str = "") -> list[tuple[str, bool]]:
    """Return the part of a long text around the first word found, in pieces."""
    wanted = query.forms
    hits = (
        found.start()
        for found in _WORD.finditer(text)
        if not wanted.isdisjoint(forms_of(found.group(), language))
    )
    start = max(0, next(hits, 0) - LEAD)
    start = 0 if len(text) <= EXCERPT else _word_start(text, start)
    part = text[start : start + EXCERPT]
    if start + EXCERPT < len(text):
        part = part.rsplit(" ", 1)[0] + " …"
    return marked(("… " if start else "") + part, query, language)


def _word_start(text: str, at: int) -> int:
    """Return where the first whole word from a place on begins."""
    space = text.find(" ", at)
    return space + 1 if at and -1 < space < at + LEAD else at
