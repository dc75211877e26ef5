"""Texts that are alike, and texts that say nothing: found so that a person decides."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping

# Three words in a row; texts that share half of theirs are alike.
WORDS_IN_ROW = 3
SHARED = 0.5
_WORD = re.compile(r"[^\W_]+")
_NOTHING = frozenset(
    " ".join(_WORD.findall(line))
    for line in """
    n a
    na
    s o
    none
    nil
    nothing
    nothing to add
    nothing to say
    nothing comes to mind
    no
    nope
    no comment
    no comments
    no answer
    no opinion
    not applicable
    not sure
    i don t know
    i dont know
    don t know
    dont know
    idk
    dunno
    skip
    pass
    test
    ok
    x
    xx
    xxx
    rien
    rien a dire
    rien a ajouter
    rien a signaler
    rien de plus
    ras
    aucun
    aucune
    aucune idee
    aucun commentaire
    aucune opinion
    non
    pas de commentaire
    pas de commentaires
    pas d opinion
    pas d idee
    sans commentaire
    sans objet
    sans opinion
    sans reponse
    je ne sais pas
    je sais pas
    ne sais pas
    ne sait pas
    """.splitlines()
    if line.strip()
)


def says_nothing(text: str) -> bool:
    """Return whether a text has no content: "n/a", "rien", dots and the like."""
    words = " ".join(_words(text))
    if words:
        return words in _NOTHING
    return not any(unicodedata.category(sign) == "So" for sign in text)


def group_alike(texts: Mapping[int, str]) -> list[list[int]]:
    """Return groups of two or more texts (ids) that say nearly the same, largest first.

    Two texts belong together where they share half of their runs of three words
    (Jaccard); short texts only where all their words are the same. Each run leads to
    the first text that has it, so the work grows with the words, not with the pairs.
    """
    leaders: dict[int, int] = {}
    runs: dict[int, frozenset[str]] = {}
    first_with: dict[str, int] = {}
    for key in sorted(texts):
        runs[key] = _runs(_words(texts[key]))
        candidates = {first_with[run] for run in runs[key] if run in first_with}
        near = (one for one in sorted(candidates) if _is_near(runs[one], runs[key]))
        found = next(near, None)
        leaders[key] = key if found is None else leaders[found]
        for run in runs[key]:
            first_with.setdefault(run, key)
    groups: dict[int, list[int]] = defaultdict(list)
    for key, leader in leaders.items():
        groups[leader].append(key)
    several = [group for group in groups.values() if len(group) > 1]
    return sorted(several, key=lambda group: (-len(group), group[0]))


def _is_near(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= SHARED * len(one | other)


def _runs(words: list[str]) -> frozenset[str]:
    last = max(1, len(words) - WORDS_IN_ROW + 1)
    is_short = len(words) < 2 * WORDS_IN_ROW
    if is_short:
        return frozenset({" ".join(words)} if words else set())
    return frozenset(" ".join(words[at : at + WORDS_IN_ROW]) for at in range(last))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _WORD.findall(kept)
