"""Names of people, found by what stands before and after them."""

import re
from collections.abc import Iterator

from engage.contributions.privacy.cues import (
    FRENCH_TITLED,
    INTRODUCED,
    PERSON_AFTER,
    PERSON_BEFORE,
    PLACE_BEFORE,
    SURE_BEFORE,
    TITLED,
)
from engage.contributions.privacy.cues_in_small import SMALL_PERSON_AFTER
from engage.contributions.privacy.dictionary import is_word
from engage.contributions.privacy.runs import Run, find_runs, titles_in
from engage.contributions.privacy.small import find_small_names
from engage.contributions.privacy.words import (
    NAME,
    is_common,
    is_place,
    length_of_name,
    names_somebody,
    word_set,
)

Span = tuple[int, int]

_NEVER_FIRST = word_set("""
    a an the on in not at and or but i we it is so of never still always also too no
    mud nothing irrelevant important attached below above known here there
    le la les un une sur dans pas et ou mais je il elle on ne n aussi encore jamais
    toujours souvent rarement plus bien en au aux comme inconnu ici
    """)
_NEVER_INSIDE = _NEVER_FIRST | word_set("""
    from live have am was who my for to with that this since because if when your you
    de du des qui que mon ma mes pour avec depuis parce si quand suis vis vous
    """)
_AFTER_TITLE = re.compile(rf"{NAME}|[^\W\d_]{{2,}}")
_BETWEEN = re.compile(r",?\s(?:(?:and|et|&|or|ou)\s)?(?:l['’])?")
_SIGNS = re.compile(r"(?:[.!](?: |$)|$|, [\w' ]+$)")
# "At Ada's house": what has an owner has a person.
_OWNS = re.compile(r"' s [a-z]")
# Two at the beginning, as in "Ada and Ben split …"; the second is asked for too.
_PAIR = re.compile(rf"\s(?:and|et|&)\s(?P<it>{NAME})\b")


def find_names(text: str, language: str) -> Iterator[Span]:
    """Find names by what stands before and after them."""
    yield from _titled_names(text, language)
    yield from _introduced_names(text)
    yield from find_small_names(text)
    titles = titles_in(text)
    last: Run | None = None
    was_named = False
    for run in find_runs(text):
        in_title = any(start <= run.start < end for start, end in titles)
        if last and _shares_fate(text, last, run, was_named=was_named):
            was_named = _is_sure(run) or (_may_be(run) and was_named)
        else:
            was_named = _is_named(text, run, in_title=in_title)
        last = run
        if was_named:
            yield run.start, run.end


def _is_named(text: str, run: Run, *, in_title: bool) -> bool:
    is_led_in = bool(PERSON_BEFORE.search(run.before))
    if _is_sure(run) or not _may_be(run):
        return _is_sure(run) or (
            _is_word_for_somebody(run) if is_led_in else _is_place_that_acts(run)
        )
    return is_led_in or (
        not in_title
        and (not PLACE_BEFORE.search(run.before) or bool(_OWNS.match(run.after)))
        and (not run.is_first or run.has_two_words or _acts(text, run))
    )


def _is_word_for_somebody(run: Run) -> bool:
    """Return whether an everyday word is a name here: "I gave it to Grant, who …"."""
    is_other = run.is_of_body or run.is_initial or is_place(run.words)
    return not is_other and bool(PERSON_AFTER.match(run.after))


def _is_place_that_acts(run: Run) -> bool:
    """Return whether a small place does what only people do: "Fergus spoke for …"."""
    is_small = is_place(run.words) and names_somebody(run.words)
    acts = SMALL_PERSON_AFTER.match(run.after)
    return is_small and not run.has_two_words and bool(acts)


def _shares_fate(text: str, last: Run, run: Run, *, was_named: bool) -> bool:
    """Return whether a run stands in a list with the one before it."""
    is_joined = bool(_BETWEEN.fullmatch(text, last.end, run.start))
    return is_joined and (was_named or not last.is_first)


def _acts(text: str, run: Run) -> bool:
    """Return whether a single word that opens a sentence does what people do."""
    if run.before and _SIGNS.match(run.after) and not _asks(run.words):
        return True
    pair = _PAIR.match(text, run.end)
    is_pair = pair is not None and _names_another(pair["it"])
    return is_pair or bool(PERSON_AFTER.match(run.after)) or not is_word(run.words)


def _asks(words: str) -> bool:
    """Return whether a word asks for something in French, as « Continuez » does."""
    return words.endswith("ez") and is_word(words)


def _names_another(words: str) -> bool:
    return names_somebody(words) and not is_place(words) and not is_common(words)


def _is_sure(run: Run) -> bool:
    return bool(SURE_BEFORE.search(run.before)) and not run.is_of_body


def _may_be(run: Run) -> bool:
    return not (run.is_known or run.is_of_body or run.is_initial)


def _titled_names(text: str, language: str) -> Iterator[Span]:
    for pattern in (TITLED,) if language == "en" else (TITLED, FRENCH_TITLED):
        for found in pattern.finditer(text):
            name = _AFTER_TITLE.match(text, found.end())
            words = name.group() if name else ""
            is_short = found.groupdict().get("short")
            is_word = words.islower() and (not is_short or is_common(words))
            if length_of_name(words) and not is_word:
                yield found.start(), found.end() + length_of_name(words)


def _introduced_names(text: str) -> Iterator[Span]:
    for found in INTRODUCED.finditer(text):
        yield found.start("it"), found.start("it") + _end_of_name(found["it"])


def _end_of_name(words: str) -> int:
    """Return where a name ends that follows "my name is"; 0 if none does."""
    kept, is_capitalised = 0, words[:1].isupper()
    for number, part in enumerate(re.finditer(r"\S+", words)):
        word = part.group()
        barred = _NEVER_INSIDE if number else _NEVER_FIRST
        is_name = word.lower().rstrip(".") not in barred and not word.startswith("n'")
        if not is_name or (is_capitalised and not word[:1].isupper()):
            break
        kept = part.end() - (word.endswith(".") and len(word) > 2)
        if word.endswith("."):
            break
    return kept
