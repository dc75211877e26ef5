"""An employer named together with a job: in a small town, that is a person."""

import re
from collections.abc import Iterator

from engage.contributions.privacy.dictionary import is_word
from engage.contributions.privacy.words import (
    BODY_WORDS,
    NOT_EMPLOYERS,
    UPPER,
    is_place,
    word_set,
)

Span = tuple[int, int]

_WORDS = r"(?:[\w/'’-]+\s){0,4}?[\w/'’-]+"
_HEADS = (
    r"(?:manager|director|owner|president|supervisor|head|principal|chief|coordinator"
    r"|foreman|superintendent|boss|cook|chef|secretary|pastor|administrator|treasurer"
    r"|bookkeeper|receptionist|caretaker|custodian)"
)
_HEADS_FR = (
    r"(?:direct(?:eur|rice)(?:\s\w+)?|gérante?|patronn?e?|propriétaire|chef|cheffe"
    r"|présidente?|responsable|coordonnat(?:eur|rice)|contremaître|superviseure?"
    r"|gestionnaire|concierge|secrétaire|pasteure?|curé|trésori(?:er|ère)"
    r"|cuisini(?:er|ère)"
    r"(?:\sen\schef)?|réceptionniste|comptable|commis)"
)
_LINK = r"(?:of\s|and\s|et\s|&\s|de\sla\s|de\sl['’]|des?\s|du\s|d['’])"
# A full stop ends a sentence, and with it a name, but for "St." and "J.".
_TOKEN = (
    rf"[{UPPER}](?:[\w&'’-]|\.(?=\w))*"
    r"(?:(?:(?<=\b\w)|(?<=\bSt)|(?<=\bSte)|(?<=\bDr))\.)?"
)
_BODY = rf"{_TOKEN}(?:\s{_LINK}?{_TOKEN})*"
_LONG_BODY = rf"{_TOKEN}(?:\s{_LINK}?{_TOKEN})+"
_NO_SCHOOL = (
    r"(?!(?:Mrs?|Ms|Dr|Mme|M|Director|Minister|Elder|Chief|Coach)\b|(?:[\w'’.-]+\s){0,3}?(?:College|University|Collège"
    r"|Université|School|École|Library|Bibliothèque|Street|St|Road|Square)\b)"
)
_OWNED = rf"[{UPPER}][\w’-]+['’]s"
# What people do at places where they do not work.
_NO_WORK = (
    r"(?:appl(?:y|ied|ying)|ask\w*|went|go|goes|going|call\w*|liv\w+|stay\w*|shop\w*"
    r"|wait\w*|stop\w*|meet\w*|met|studi\w+|study\w*|learn\w*|class\w*|course\w*"
    r"|session|meeting|appointment|interview\w*|look\w*|arriv\w*|bought|buy|eat|ate|thank\w*"
    r"|pray\w*|registered|enrolled|years?|vot\w+|speak\w*|spoke|sat|print\w*|postul\w+"
    r"|demand\w+|all\w+|vais|va|vont|habit\w+|rest\w+|magasin\w+|attend\w*|étudi\w+"
    r"|appri\w+|cours|rencontre\w*|rendez|entrevue|achet\w+|mang\w+|merci|inscri\w+|vot\w+"
    r"|parl\w+|téléphon\w+|appel\w+|servi\w*|imprim\w+|est|sont|vient|venu\w*)\b"
)
_THE = r"(?:the\s|an?\s)?"
_CHEZ = (
    rf"(?:(?:chez|pour)\s(?:la\s|le\s|les\s|l['’])?(?P<body>{_BODY})"
    rf"|(?:au|aux|à\sla|à\sl['’])\s?(?P<long>{_LONG_BODY}))"
)
_DE = r"(?:du\s|de\sla\s|de\sl['’]|des\s|de\s|d['’]|chez\s|au\s|à\sla\s|à\sl['’])"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        (
            r"\b(?:(?i:I['’]?\s?a?m|I\swas|I['’]ve\sbeen|I\shave\sbeen|used\sto\sbe"
            r"|job\sas"
            r"|as|being|is|was|became|been|(?:she|he)['’]s)"
            r"\s(?:a|an|the|our)\s|(?i:work(?:ed|ing|s)?\sas|I\swas|(?:^|\.\s)as)"
            rf"\s(?:(?:an?|the)\s)?)(?P<it>(?:(?P<job>{_WORDS})\s(?:at|for|with)"
            rf"|(?:[\w'’-]+\s){{0,3}}?{_HEADS}\sof)\s{_THE}(?P<body>{_BODY}))"
        ),
        rf"\b(?:been|[Ii]['’]m|was)\s(?P<it>with\s(?P<body>{_LONG_BODY}))",
        (
            r"(?:^|[.!?]\s)(?P<it>[A-Z][a-zà-ÿ]*(?:er|or|ist|ian|man|nurse|cook|clerk"
            r"|chef"
            r"|eur|euse|ière?|iste|able|ienne?|ant|ante|is|ise)(?:\s[a-zà-ÿ]+){0,2}"
            rf"\s(?:at|for|with|chez|pour)\s{_THE}(?P<body>{_BODY}))"
        ),
        (
            rf"\b(?P<it>{_HEADS}\sof\s(?:[\w-]+\s){{1,2}}(?:at|for)\s{_THE}"
            rf"(?P<body>{_BODY}))"
        ),
        (
            r"\b(?:(?:I|[Ww]e|[Ss]he|[Hh]e|(?i:my)\s\w+)\s(?:manage|own|run|supervise"
            r"|represent)(?:s|d|ed)?|(?:[Jj]e|[Oo]n|[Ii]l|[Ee]lle)\s(?:dirige|gère"
            rf"|possède|représente))\s(?P<it>{_THE}(?P<body>{_BODY}))"
        ),
        # "My company, …", « une petite entreprise, … ».
        (
            r"\b(?i:my|our|mon|ma|notre|une?)\s(?:[a-zà-ÿ]+\s)?(?i:company|business|firm"
            r"|shop|store|farm|restaurant|bakery|garage|salon|daycare|entreprise"
            r"|compagnie|commerce|boutique|firme|atelier)(?:\s[a-zà-ÿ]+)?,?\s"
            rf"(?P<it>(?P<body>{_LONG_BODY}))"
        ),
        rf"\b[Ww]e(?:['’]|\sa)re\s(?P<it>(?P<body>{_LONG_BODY}))(?=,|\sand\s)",
        # The head of a body is somebody, whatever is said of them.
        (
            rf"\b(?P<it>(?:(?i:{_HEADS})|{_HEADS.title()})\s(?:at|of|for|with)"
            rf"\s{_THE}(?P<body>{_LONG_BODY}))"
        ),
        (
            rf"\b(?i:my|our|his|her)\s(?:[a-z-]+\s)?(?P<it>{_HEADS}\s(?:at|of|from"
            rf"|over\sat)"
            rf"\s{_THE}(?P<body>{_BODY}))"
        ),
        (
            rf",\s{_THE}(?P<it>(?:[a-z'’-]+\s){{0,2}}?{_HEADS}\s(?:at|of|for)"
            rf"\s(?:the\s)?(?P<body>{_BODY}))"
        ),
        # "I work nights at …", "she works for …", "my shifts at …".
        (
            r"\b(?i:(?:I|we|she|he|who|husband|wife|partner|son|daughter|brother|sister"
            r"|mother|father|mom|dad)(?:['’](?:ve|m|s))?\s(?:have\s|am\s|is\s|been\s"
            r"|only\s"
            r"|still\s|used\sto\s|now\s){0,3}"
            r"(?:work|clean|cook|driv|pack|cashier|bak|weld|nurs|teach|guard"
            r"|haul)(?:e?s|ed?|ing)?"
            r"|(?:my|his|her)\s(?:job|shifts?|hours|position))"
            rf"\s(?:[a-z-]+\s){{0,3}}?(?P<it>(?:at|for|with)\s{_THE}(?P<body>{_BODY}))"
        ),
        (
            r"\b(?i:je\ssuis|j['’]étais|j['’]ai\sété|travaillé?\scomme|en\stant\sque"
            r"|comme"
            r"|emploi\sde|poste\sde|est|était)"
            rf"\s(?:une?\s|la\s|le\s|l['’])?(?P<it>(?P<job>{_WORDS})\s{_CHEZ})"
        ),
        (
            r"\b(?i:je\ssuis|j['’]étais|en\stant\sque|comme|est|était)\s(?:une?\s"
            r"|la\s|le\s"
            rf"|l['’])?(?P<it>{_HEADS_FR}\s{_DE}\s?(?P<body>{_BODY}))"
        ),
        (
            rf"(?:^|[.!?,]\s|\b(?i:la|le|mon|ma|son|sa|notre|un|une)\s|\b[Ll]['’])"
            rf"(?P<it>(?i:{_HEADS_FR})\s{_DE}\s?(?P<body>{_LONG_BODY}))"
        ),
        (
            rf"\b(?i:mon|ma|son|sa|notre|nos)\s(?P<it>{_HEADS_FR}\s(?:chez|au|à\sla"
            rf"|à\sl['’])"
            rf"\s?(?P<body>{_BODY}))"
        ),
        (
            r"\b(?i:(?:je|il|elle|qui|mari|femme|conjointe?|fils|fille|frère|s(?:œ"
            r"|oe)ur"
            r"|mère|père)\s(?:(?:travaill|boss|condui|cuisin|nettoi|soud|enseign)\w*"
            r"|fait\sle\sménage"
            r"|fait\sdes\sménages)|j['’](?:ai\stravaillé|enseigne)|(?:mon|son)"
            rf"\s(?:emploi|poste|quart))\s(?:[a-zà-ÿ-]+\s){{0,3}}?(?P<it>{_CHEZ})"
        ),
        # Any other word for work, and a few words on, the place where it is done.
        (
            r"\b(?i:work(?:s|ed|ing|er)?|jobs?|gig|hired|employed|fired|quit|retired|trained"
            r"|placement|co-?op|intern(?:ship|ed)?|apprentic\w+|shifts?|nights|overtime"
            r"|laid(?:\s\w+)?\soff|let(?:\s\w+)?\sgo|part[ -]time|full[ -]time"
            r"|cashier|dishwasher|welder"
            r"|clean(?:er|ing|s|ed)|driv(?:er?|es|ing)|drove|cook(?:s|ed|ing)?|bak(?:e|es|ing)|server"
            r"|guard|packer|forklift|stocks?|shelves|supervisor|manager|boss|foreman|head"
            r"|been|started|years|months)"
            rf"\s(?:[a-z0-9'’-]+\s){{0,4}}?(?P<it>(?:at|for|with|by|from)\s{_THE}"
            rf"(?P<body>{_BODY}))"
        ),
        (
            r"(?:^|[.!?,;]\s|\b)(?i:I|we|she|he|my\s\w+|who|(?:pick|pack|clean|cook|driv|wash|stock|serv|sew|sort|bak|load|deliver)ing)(?:['’]\w+)?"
            rf"(?:\s(?!{_NO_WORK})[a-z0-9'’-]+){{0,6}}?\s(?P<it>(?:at|for)\s{_THE}"
            rf"{_NO_SCHOOL}(?P<body>{_LONG_BODY}|{_OWNED}))"
        ),
        (
            r"(?:^|[.!?,;]\s|\b)(?i:je|j['’]\w+|on|nous|elle|il|m(?:on|a)\s[\w-]+)"
            rf"(?:\s(?!{_NO_WORK})[a-zà-ÿ0-9'’-]+){{0,6}}?\s(?P<it>(?:(?:chez|pour)\s"
            rf"{_NO_SCHOOL}(?P<body>{_BODY})|(?:au|aux|à\sla|à\sl['’])\s?{_NO_SCHOOL}"
            rf"(?P<long>{_LONG_BODY})))"
        ),
        (
            r"\b(?i:travail\w*|boss(?:e|é|ais|ait|er)|jobs?|emplois?|embauchée?|engagée?"
            r"|employée?|licenciée?|congédiée?|mise?\sà\spied|retraitée?|stage|stagiaire"
            r"|apprenti(?:e|ssage)?|quarts?|nuits?|temps\s(?:plein|partiel)|caissi(?:er|ère)"
            r"|plongeu(?:r|se)|soudeu(?:r|se)|ménages?|conduis|chauffeu(?:r|se)|cuisini(?:er|ère)"
            r"|serveu(?:r|se)|gardien|cariste|préposée?|comptable|superviseure?|gérante?"
            r"|patronn?e?|contremaître|commencé|ans|mois)"
            rf"\s(?:[a-zà-ÿ0-9'’-]+\s){{0,4}}?(?P<it>(?:(?:chez|pour|par|avec)\s"
            rf"(?:la\s|le\s|les\s|l['’])?(?P<body>{_BODY})"
            rf"|(?:au|aux|à\sla|à\sl['’])\s?(?P<long>{_LONG_BODY})))"
        ),
    )
)
# "works at brightwater foods": in small letters, an unknown word beside one for a body.
_IN_SMALL = re.compile(
    r"\b(?:work(?:s|ed|ing)?|jobs?|hired|fired|laid\soff|travaill\w+|boss\w+|engagée?"
    r"|embauchée?)\s(?P<it>(?:at|for|by|from|chez|pour|par)\s(?:the\s)?"
    r"(?P<one>[a-zà-ÿ-]{4,24}+)\s(?P<two>[a-zà-ÿ-]{4,24}+))"
)
# Not work for somebody: being a client of a place says nothing about who is there.
_NO_JOBS = word_set("""
    client student participant member patient resident parent user mother father mom
    dad newcomer one person volunteer regular fan citizen woman man kid child expert
    must
    étudiante étudiant cliente membre mère père patiente résidente personne
    bénévole citoyen citoyenne femme homme enfant
    """)
# Public bodies that very many work with, or that are no place of work.
_PUBLIC = re.compile(
    r"(?:Ontario|Canada|Employment|Service|Second|Better|Ministry|Minist|Government"
    r"|Internet|Heights|Emploi|Deuxième|Labour|Education|Travail|ODSP|OW|EI|CV|AE)\b"
)


def find_employers(text: str, language: str) -> Iterator[Span]:
    """Find a job with the name of the employer: "cashier at the Northern Store"."""
    del language
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            facts = found.groupdict()
            job = (facts.get("job") or "").split()
            body = facts.get("body") or facts.get("long") or ""
            if not _NO_JOBS.intersection(job) and _employs(body):
                yield found.span("it")
    for found in _IN_SMALL.finditer(text):
        words = found["one"], found["two"]
        if BODY_WORDS.intersection(words) and not all(is_word(word) for word in words):
            yield found.span("it")


def _employs(body: str) -> bool:
    body = body.rstrip(".")
    return not (body in NOT_EMPLOYERS or is_place(body) or _PUBLIC.match(body))
