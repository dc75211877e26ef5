"""An employer named together with a job: in a small town, that is a person."""

import re
from collections.abc import Iterator

from engage.contributions.privacy.words import NOT_EMPLOYERS, UPPER, word_set

Span = tuple[int, int]

_WORDS = r"(?:[\w/'’-]+\s){0,4}?[\w/'’-]+"
_HEADS = (
    r"(?:manager|director|owner|president|supervisor|head|principal|chief|coordinator)"
)
_HEADS_FR = (
    r"(?:direct(?:eur|rice)(?:\s\w+)?|gérante?|patronn?e?|propriétaire|chef|cheffe"
    r"|présidente?|responsable|coordonnat(?:eur|rice))"
)
_LINK = r"(?:of\s|and\s|&\s|de\sla\s|de\sl['’]|des?\s|du\s|d['’])"
_BODY = rf"[{UPPER}][\w&'’.-]*(?:\s{_LINK}?[{UPPER}][\w&'’.-]*)*"
_LONG_BODY = rf"[{UPPER}][\w&'’.-]*(?:\s{_LINK}?[{UPPER}][\w&'’.-]*)+"

_ENGLISH = re.compile(
    r"\b(?:(?i:I['’]?\s?a?m|I\swas|I['’]ve\sbeen|I\shave\sbeen|used\sto\sbe|job\sas|as|being"
    r"|(?:she|he)\s(?:is|was)|(?:she|he)['’]s)"
    r"\s(?:a|an|the|our)\s|(?i:work(?:ed|ing)?\sas|I\swas|(?:^|\.\s)as)\s(?:(?:an?|the)\s)?)"
    rf"(?P<it>(?:(?P<job>{_WORDS})\s(?:at|for|with)|(?:[\w'’-]+\s){{0,3}}?{_HEADS}\sof)"
    rf"\s(?:the\s|an?\s)?(?P<body>{_BODY}))"
)
_OWN = re.compile(
    rf"\bI\s(?:manage|own|run|supervise)\s(?P<it>(?:the|a)\s(?P<body>{_BODY}))"
)
_BESIDE_A_NAME = re.compile(
    rf",\s(?:the\s|an?\s)?(?P<it>(?:[a-z'’-]+\s){{0,2}}?{_HEADS}\s(?:at|of|for)"
    rf"\s(?:the\s)?(?P<body>{_BODY}))"
)
_FRENCH = re.compile(
    r"\b(?i:je\ssuis|j['’]étais|j['’]ai\sété|travaillé?\scomme|en\stant\sque|comme"
    r"|emploi\sde|poste\sde|(?:elle|il)\s(?:est|était))\s(?:une?\s|la\s|le\s|l['’])?"
    rf"(?P<it>(?P<job>{_WORDS})\s"
    rf"(?:(?:chez|pour)\s(?:la\s|le\s|les\s|l['’])?(?P<body>{_BODY})"
    rf"|(?:au|à\sla|à\sl['’])\s?(?P<long>{_LONG_BODY})))"
)
_FRENCH_HEADS = re.compile(
    r"\b(?i:je\ssuis|j['’]étais|en\stant\sque|comme)\s(?:une?\s|la\s|le\s|l['’])?"
    rf"(?P<it>{_HEADS_FR}\s(?:du|de\sla|de\sl['’]|des|de|d['’])\s?(?P<body>{_BODY}))"
)
# Not work for somebody: being a client of a place says nothing about who is there.
_NO_JOBS = word_set("""
    client student participant member patient resident parent user mother father mom
    dad newcomer one person volunteer regular fan citizen woman man kid child expert
    étudiante étudiant cliente membre mère père patiente résidente personne
    bénévole citoyen citoyenne femme homme enfant
    """)


def find_employers(text: str, language: str) -> Iterator[Span]:
    """Find a job with the name of the employer: "cashier at the Northern Store"."""
    del language
    for pattern in (_ENGLISH, _OWN, _BESIDE_A_NAME, _FRENCH, _FRENCH_HEADS):
        for found in pattern.finditer(text):
            facts = found.groupdict()
            job = (facts.get("job") or "").split()
            body = facts.get("body") or facts.get("long") or ""
            if body in NOT_EMPLOYERS or _NO_JOBS.intersection(job):
                continue
            yield found.span("it")
