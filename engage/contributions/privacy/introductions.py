"""The ways names of people are introduced, as patterns; `it` is the name."""

import re

from engage.contributions.privacy.words import (
    CAPITALISED,
    LOWER,
    NAME,
    PART_OF_NAME,
    UPPER,
)

_TWO = rf"{CAPITALISED}(?:\s[{UPPER}]\.)?\s(?:(?:de|du|van|von|la|le)\s)?{CAPITALISED}"

# After these, a name may be written without capitals.
SURE = re.compile(
    r"\b(?:(?:my|his|her)\s(?:full\s|first\s|last\s)?name\sis|my\sname['’]s"
    r"|je\sm['’]appelle|(?:mon|son)\s(?:pré)?nom\sest|mon\snom,?\sc['’]est)"
    r"\s(?P<it>[\w'’.-]+(?:\s[\w'’.-]+){0,2})",
    re.IGNORECASE,
)

_KIN = (
    r"husband|wife|partner|spouse|boyfriend|girlfriend|fiancée?|son|daughter|brother"
    r"|sister|mother|father|mom|mum|dad|grand(?:son|daughter|mother|father|ma|pa)"
    r"|cousin|uncle|aunt|nephew|niece|friend|neighbou?r|roommate|ex|kid|boy|girl|child"
    r"|(?:brother|sister|son|daughter|mother|father)[\s-]in[\s-]law|baby|kids|children"
    r"|sons|daughters|boys|girls|brothers|sisters|parents|friends"
)
_STAFF = (
    r"(?:case\s?)?worker|case\smanager|counsell?or|advis[oe]r|coach|manager|supervisor"
    r"|boss|landlord|landlady|teacher|doctor|nurse|instructor|facilitator|trainer"
    r"|receptionist|coordinator|director|colleague|co-?worker|mentor|tutor|principal"
    r"|foreman|owner|clerk|lady|guy|woman|man|agent|officer|interpreter|psw"
    r"|specialist|assistant|navigator|driver|babysitter|sitter|chief|priest|pastor|elder"
    r"|therapist|pharmacist|lawyer|translator|sponsor|leader|recruiter|volunteer"
)
_KIN_FR = (
    r"mari|conjointe?|femme|épou(?:x|se)|fils|fille|frère|s(?:œ|oe)ur|mère|père|amie?"
    r"|(?:petit|petite|beau|belle|grand)[\s-](?:fils|fille|frère|s(?:œ|oe)ur|mère|père)"
    r"|voisine?|cousine?|oncle|tante|neveu|nièce|chum|blonde|copine?|ex|garçon|bébé"
    r"|enfants|filles|frères|s(?:œ|oe)urs|parents|amie?s"
)
_STAFF_FR = (
    r"conseill(?:er|ère)|agente?|intervenante?|travailleu(?:r|se)\ssociale?|patronn?e?"
    r"|gestionnaire|superviseure?|collègue|prof(?:esseure?)?|médecin|docteure?"
    r"|infirmi(?:er|ère)"
    r"|propriétaire|coach|direct(?:eur|rice)|format(?:eur|rice)|animat(?:eur|rice)"
    r"|réceptionniste|gérante?|coordonnat(?:eur|rice)|mentore?|dame|monsieur|gars|commis"
    r"|spécialiste|adjointe?|navigat(?:eur|rice)|chauffeu(?:r|se)|gardienne|chef|cheffe"
    r"|thérapeute|pharmacienne?|avocate?|interprète|tra(?:ducteur|ductrice)|curé"
    r"|recruteu(?:r|se)|bénévole|responsable|éducat(?:eur|rice)|enseignante?"
)
_IS = r"(?:,\s|\s(?:is|was|named|called|est|était|c['’]est|s['’]appelle|nommée?)\s|\s)"
_CONTACT = rf"\(?\+?\d{{3}}[)\s.-]+\d{{3}}|\S+@\S|\d+[A-Z]?,?\s(?:rue\s)?[{UPPER}]"
# A capitalised word inside a sentence, not led in like a place or a body.
_NO_PLACE = (
    rf"(?<=[{LOWER},]\s)(?<!\bthe\s)(?<!\bin\s)(?<!\bat\s)(?<!\bof\s)(?<!\bto\s)"
    r"(?<!\bfrom\s)(?<!\bfor\s)(?<!\bnear\s)(?<!\bvia\s)(?<!\bthrough\s)(?<!\ba\s)"
    r"(?<!\ban\s)(?<!\bour\s)(?<!\byour\s)(?<!\bmy\s)(?<!\bà\s)(?<!\bau\s)(?<!\baux\s)"
    r"(?<!\bde\s)(?<!\bdu\s)(?<!\bdes\s)(?<!\bdans\s)(?<!\bchez\s)(?<!\ble\s)(?<!\bla\s)"
    r"(?<!\bles\s)(?<!\bun\s)(?<!\bune\s)(?<!\bvers\s)(?<!\bpar\s)(?<!\bpour\s)(?<!\bin\s)"
)
_DOES = (
    r"(?:did|said|told|helped|called|gave|took|drove|promised|laughed|hung|quit|retired"
    r"|showed|remembered|lost|was\sthe(?:re)?|was\sin|était|qui|m['’]a|nous\sa|a\sdit|a\sfait|a\sété"
    r"|asked|answered|phoned|texted|emailed|wrote|spoke|explained|taught|trained|lent"
    r"|hired|fired|listened|smiled|cried|stayed|knew|kept|picked\sme|had\snot|hadn['’]t"
    r"|never|always|and\s(?:his|her|their)\s|et\s(?:son|sa)\s|lui\sa|les\sa|l['’]a"
    r"|a\s(?:pris|trouvé|appelé|écrit|répondu|expliqué|refait|signé|aidé|rendu))\b"
)
# Things done to or for somebody: whoever does them is a person, wherever it is said.
_FOR_SOMEBODY = (
    r"(?:(?:told|asked|gave|helped|called|phoned|texted|taught|showed|drove|lent|hired"
    r"|found|got|answered|promised|saved|trained|walked)\s(?:me|us|him|her|them)\b"
    r"|(?:m['’]a|nous\sa|m['’]avait|nous\savait)\s[" + LOWER + r"]+)"
)
_DESK = (
    r"(?:intake|reception|the\sfront|front\sdesk|payroll|HR|dispatch|du\sguichet"
    r"|à\sl['’]accueil|de\sl['’]accueil|à\sla\sréception|du\s(?:bureau|centre|comptoir))"
)

INTRODUCED = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"\b(?i:i\sgo\sby|(?<!should\s)call\sme|they\scall\sme|everyone\scalls\sme"
            rf"|moi,?\sc['’]est|on\sm['’]appelle|appelez[\s-]moi)\s(?P<it>{NAME})"
        ),
        rf"\b(?:I\sam|I['’]m|i\sam|i['’]m|[Tt]his\sis|[Jj]e\ssuis|[Ii]ci)\s(?P<it>{_TWO})",
        rf"\b[Tt]his\sis\s(?P<it>{NAME})\s(?:writing|speaking|calling|here|again)\b",
        (
            rf"\b(?i:my|his|her|our|their|your|the|an?|one)\s(?:[a-z]+\s){{0,2}}"
            rf"(?i:{_KIN}|{_STAFF}){_IS}(?P<it>{NAME})"
        ),
        (
            rf"\b(?i:mon|ma|mes|notre|nos|son|sa|ses|leur|votre|le|la|l['’]|une?)\s?"
            rf"(?:ancien(?:ne)?\s|meilleure?\s|petite?\s|nouvel(?:le)?\s|défunte?\s)?"
            rf"(?i:{_KIN_FR}|{_STAFF_FR}){_IS}(?P<it>{NAME})"
        ),
        (
            rf"\b(?i:named|(?:is|was|someone|somebody|woman|man|guy|lady|worker|person)\scalled|nommée?s?|appelée?s?|prénommée?s?|du\snom\sde"
            rf"|s['’]appelle)\s(?P<it>{NAME})"
        ),
        (
            rf"\b(?i:ask(?:ed)?\sfor|talk(?:ed|ing)?\s(?:to|with)|spoke(?:n)?\s(?:to|with)"
            rf"|speak\s(?:to|with)|told|tell|contact|met\swith|referred\sby|thanks\sto"
            rf"|thank\syou\sto|write\sto|wrote\sto|according\sto|thank|ask|tell|phone[d]?"
            rf"|met|reached|emailed|texted|trusted|(?:people|somebody|someone)\slike|(?:hi|hello|kudos|shout\s?out|credit)\sto|owe\s(?:[a-z]+\s){{1,3}}to)\s(?P<it>{NAME})"
        ),
        (
            rf"\b(?i:demandez|demandé|bravo\sà|félicitations\sà|parle[rz]?\s(?:à|avec)|parlé\s(?:à|avec)|dit\sà|merci\sà|grâce\sà"
            rf"|rencontré|contacte[rz]|saluez|bonjour\sà|dois\s(?:[a-zà-ÿ]+\s){{1,3}}à|écri(?:vez|re|t)\sà|référée?\spar|dis\sà"
            rf"|tombée?\ssur|écrit\s(?:[a-zà-ÿ]+\s){{0,3}}à|(?:gens|personnes)\scomme"
            rf"|selon|d['’]après|remercie[rz]?|parlé\s(?:de\s(?:[a-zà-ÿ']+\s){{1,4}})?à)"
            rf"\s(?P<it>{NAME})"
        ),
        rf"\b(?i:it\swas|it['’]s|c['’]est|c['’]était)\s(?P<it>{NAME}),?\s(?:who|qui|à|at|from)\b",
        rf"\b(?P<it>{NAME})\s(?:(?:from|at|in)\s)?{_DESK}\b",
        rf"\b(?i:names?\s(?:is|was)|s['’]appelait|se\snomme|dénommée?)\s(?P<it>{NAME})",
        (
            rf"(?<!\b[Tt]he\s)(?<!\b[LlÀà][ae]\s)(?<!\b[Ll]['’])(?<!\b[Ll]es\s)\b(?P<it>{NAME})"
            rf"\s{_FOR_SOMEBODY}"
        ),
        rf"(?i:\bwithout|\bsans)\s(?P<it>{_TWO})",
        (
            rf"\b(?P<it>{NAME})\s(?:from|at)\sthe\s(?:[\w-]+\s){{0,2}}"
            rf"(?:office|desk|reception|cent(?:re|er)|front|counter|agency|branch)\b"
        ),
        rf"\b(?P<it>{NAME})\s(?:du\sbureau|du\scentre|à\sla\sréception|à\sl['’]accueil)\b",
        rf"(?:^|[,;:.!?]\s)(?P<it>{NAME}),\s?(?={_CONTACT})",
    )
)
GREETED = re.compile(
    rf"^(?i:hi|hello|hey|salut|bonjour|allo)\b[,!.]?\s(?i:its|it['’]s|this\sis|c['’]est|ici)"
    rf"\s(?P<it>[{LOWER}]{{3,}}+),?\s(?i:from|i\s|i['’]|here|again|j['’]|je\s|du|de|d['’]|ici)"
)
LOWER_CASE = re.compile(
    rf"\b(?i:{_STAFF}|{_STAFF_FR})\s(?i:is|was|est|c['’]est)\s(?P<it>[{LOWER}]{{3,}}+)"
    r"\s(?i:and|et)\s(?:she|he|elle|il)\b"
)
AND_ANOTHER = re.compile(rf"\s(?:and|et|&)\s(?P<it>{NAME})")
# Weaker signs: words that are places in Ontario are left alone.
SUGGESTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|[.!?]\s)(?P<it>{_TWO})\shere\b",
        rf"^(?i:hi|hello|hey|bonjour|salut|good\s\w+),?\s(?P<it>{NAME})\s(?:again|here|ici)\b",
        (
            rf"(?:^|[.!?]\s)(?P<it>{NAME}),\s(?:the|my|our|his|her|le|la|mon|ma|notre)"
            rf"\s(?:[{LOWER}]+\s)?(?:{_KIN}|{_STAFF}|{_KIN_FR}|{_STAFF_FR}|guard|gardien)\b"
        ),
        rf"(?:^|[.!?]\s)(?P<it>{NAME})\s(?:and\sI|et\smoi)\b",
        rf"[{LOWER}],\s(?P<it>{NAME}),\s(?!(?:and|or|et|ou)\b)[{LOWER}]",
        rf"\b(?i:when|because|since|quand|lorsque|parce\sque)\s(?P<it>{_TWO})\s",
        rf"{_NO_PLACE}(?P<it>{NAME})\s(?:{_DOES})",
        rf"(?:^|[.!?]\s)(?P<it>{_TWO}),\s(?:age\s)?\d\d\b",
    )
)
TITLED = re.compile(
    rf"\b(?P<it>(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Mme|Mlle)\.?\s(?P<name>{NAME})"
    rf"|(?:Madame|Mademoiselle|Monsieur|[Dd]octeure?|Elder|Chief|[Aa]înée?"
    rf"|Pastor|Father|Sister|Reverend|Rev\.|Officer|Constable|Sergeant|Sgt\.?|Cst\.?"
    rf"|Councillor|Judge|Nurse|Coach|Imam|Rabbi|Conseill(?:er|ère)|Sergente?|Juge|Auntie?|Uncle|[Cc]uré|[Pp]asteure?)\s(?P<full>{NAME}))"
)
FRENCH_TITLED = re.compile(rf"\b(?P<it>(?:M\.|Me|Maître)\s(?P<name>{NAME}))")
SIGNED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|\s)[-–—~]\s?(?P<it>{NAME})\s*\.?\s*$",
        rf"(?i:\bsigned|\bsignée?)\s?[,:]\s?(?P<it>{NAME}),",
        (
            rf"(?i:thanks|thank\syou|cheers|regards|sincerely|respectfully|best|love|yours(?:\struly)?|signed|merci"
            rf"|cordialement|respectueusement|amicalement|salutations|bien\sà\svous|signée?)\s?[,:.\n]\s*"
            rf"(?P<it>{PART_OF_NAME}(?:\s{PART_OF_NAME}){{0,2}})\s*[.!]?\s*$"
        ),
    )
)
