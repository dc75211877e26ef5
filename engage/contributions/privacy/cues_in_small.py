"""What stands around a name in small letters, and around what is none."""

import re

from engage.contributions.privacy.cues import ROLE, STAFF

_MY = r"(?:my|our|his|her|mon|ma|notre|son|sa|ton|ta)"
PERSON_TOLD = re.compile(
    r"\b(?:(?:talk\w*|spoke|speak\w*|wrote|married|introduced|according|thanks|thank"
    r"|reports?|listen\w*|kudos|assigned|complain\w*|next|apologi[sz]e\w*) to"
    r"|(?:ask\w*|voted?|cover\w*) for|(?:parl\w+|merci|demand\w+|grâce|dites?|dis|dire"
    r"|téléphon\w+|écri\w+|mariée|donné|remis|présentée?|expliqué|montré) (?:à|a)"
    r"|heard from|(?:friend|daughter|son|wife|husband|brother|sister|boss) of"
    r"|(?:fille|fils|sœur|soeur|frère|mère|père|femme|mari|amie?|voisine?) (?:de|d'))$"
)
SMALL_PERSON_BEFORE = re.compile(
    r"\b(?:first name is|names? (?:is|was)|goes by|(?:call|called) (?:me|her|him)"
    r"|(?:woman|man|guy|lady|girl|person|dude|worker|fella|femme|homme|dame|fille|gars)"
    r" (?:named|called|appelée?|nommée?)|m' appell?e|mappell?e|m appell?e|s' appell?e"
    r"|prénommée?|moi c' est|du nom de|by the name of|aka|met with"
    r"|works? with|worked with"
    r"|travaill\w+ avec|jas\w+ avec|parl\w+ avec|mrs?|mme|madame|monsieur|dr"
    r"|coach|elder|auntie?|uncle|pastor|principal|tante|oncle|matante|mononcle"
    r"|(?:hi|hello|hey|salut|bonjour|allo|allô) ,? ?(?:i' m|im|i am|it' s|its|this is"
    r"|c' est|cest|ici|je suis|moi c' est))$"
)
SMALL_PERSON_BESIDE = re.compile(
    rf"\b(?:{_MY} (?:[\w-]+ ){{0,3}}?(?:{ROLE}) ?,?"
    r"|(?:retrain|rehire|hire|fire|fired|hired|promote|thank|thanked|thx|thnx|tell|told"
    r"|asked|ask|text|texted|phoned|emailed|married|met|saw|trust|bless|love|miss"
    r"|appelez|demandez|engagez|rencontrée?|merci|bravo|chère?|dear|signed|signée?"
    r"|me and|moi et|moi pis"
    r"|love ,|thanks ,|merci ,|yours ,))$"
)
SMALL_PERSON_AFTER = re.compile(
    r"^(?:(?:never|always|just|also|even|only|still|really|ne|n'|lui) )*"
    r"(?:(?:told|said|says|helped|asked|gave|showed|taught|drove|called|phoned|texted"
    r"|taught|explained|answered|yelled|smiled|listened|laughed|promised|lent|spoke"
    r"|cried|quit|retired) \w"
    r"|(?:m'|nous|me|ma|m) (?:a|ont|as)? ?(?:dit|aidée?|donné|expliqué|montré|parlé"
    r"|reçue?|appelée?|écoutée?|accueillie?|répondu|envoyé|trouvé|appris|fait)\b"
    r"|ma (?:dit|aidée?|donné|expliqué|montré|parlé)\b|(?:a|est) (?:toujours |jamais )?"
    r"(?:dit|aidée?|expliqué|répondu|promis|crié|souri|écouté)\b"
    r"|dit que|says that|' s (?:brother|sister|wife|husband|mom|dad|mother|father|son"
    r"|daughter|desk|office|cousin|kids?|class|fault|help|phone|house|place|number|car"
    r"|email|boss|name|job)\b"
    r"|(?:from|at|in|à|de|du|au) (?:the |la |l' ?|le )?(?:front |main )?"
    r"(?:desk|reception|front|counter|office|accueil|réception|comptoir|bureau|guichet"
    r"|intake|payroll|dispatch|security)\b)"
)
_OWN = r"(?:my|our|his|her|mon|ma|notre|son|sa)\s(?:[a-zà-ÿ]+\s)?"
_SMALL_AFTER = (
    r"(?:,|\s(?:is|was|has|had|said|told|lost|got|never|and|who|a|est|m['’]a|n['’]"
    r"|était|et|qui|ne|lives|works|speaks|talks|helped|keeps|says|always|does|did|doesn|can|will"
    r"|gave|took|made|told|asked|went|came|wants|needs|knows|pis|puis|dit|fait|pense"
    r"|travaille|connaît|parle|vient|veut|peut|aime|wouldn|won|isn|nous|me|lui|avait"
    r"|va|sait)\b)"
)
SELF_IN_SMALL = re.compile(
    r"\b(?:i am|i['’]?m"
    r"|je suis)\s(?P<it>(?P<one>[a-zà-ÿ]{3,}+)\s(?P<two>[a-zà-ÿ-]{3,}+))",
    re.IGNORECASE,
)
SMALL_LETTERS = re.compile(
    r"\b(?:(?P<title>mrs?\.?|ms\.?|dr\.?|mme\.?|mlle\.?|madame|monsieur|named|nommée?"
    r"|s['’]appelle|ask(?:ed)?\sfor|(?:spoke|speak|talk|talked)\s(?:to|with)"
    r"|thanks\sto|tell|told"
    r"|merci\sà|parlé\s(?:à|avec)|moi,?\sc['’]est|(?:demandez|demandé|dit|dire|dis"
    r"|dites)(?:\sà)|demandez|demandé"
    r"|^(?:hi|hello|hey|salut|bonjour|allo),?\s(?:its|it['’]s|this\sis|i['’]?m|i\sam"
    r"|c['’]?est|ici|je\ssuis)"
    r"|(?:parl\w+|travaill\w+|jas\w+)\savec|met\swith|work(?:ed|ing)?\swith)"
    rf"|{_OWN}{ROLE}\s(?:named|called|c['’]est)"
    rf"|(?P<staff>(?:the|la|le|l['’])\s?(?:{STAFF}))"
    rf"|(?P<is>{_OWN}(?:{STAFF})\s(?:is|was|est))|(?P<beside>{_OWN}{ROLE},?))"
    r"\s(?P<it>[a-zà-ÿ]{3,}+(?:\s(?P<more>[a-zà-ÿ]{3,}+))??)(?![@.'’-]\w)"
    rf"(?(beside){_SMALL_AFTER})(?(staff){_SMALL_AFTER})(?(is)\s(?:and|et)\s)",
    re.IGNORECASE,
)
# After these, a word of neither language is a thing that the lists do not know.
_LEAD = (
    r"(?:^|\s)(?:the|an?|this|that|these|those|every|each|some|any|no|more|less|most|very"
    r"|so|too|in|at|near|on|my|our|your|their|le|la|l'|les|une?|des|du|aux?|cet?|cette|ces|chaque"
    r"|quelques?|plus|moins|très|trop|en|dans|sur|aucune?|mon|ma|mes|notre|nos|vos|leurs?|\d+)"
)
THING_BEFORE = re.compile(rf"{_LEAD}$")
# The same with a word between, before a word that is known: "the old stoker told …".
LED_IN_BEFORE = re.compile(rf"{_LEAD}(?: \w+)?$")
