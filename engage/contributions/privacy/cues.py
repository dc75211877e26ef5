r"""What stands before and after the name of a person, as patterns.

They read words in small letters with one blank between them, an apostrophe kept with
the word before it ("my boss' s", « l' accueil »), as `runs` writes them: `\b…$` for
what comes before a name, `…` from the beginning for what comes after.
"""

import re

KIN = (
    r"husband|wife|partner|spouse|boyfriend|girlfriend|fiancée?|sons?|daughters?"
    r"|brothers?|sisters?|mother|father|mom|mum|dad|step(?:son|daughter|mom|dad)"
    r"|grand(?:son|daughter|mother|father|ma|pa|kids?|child)|granny|nana|auntie"
    r"|cousins?|uncle|aunt|nephew|niece|friends?|buddy|neighbou?rs?|roommate|ex|kids?"
    r"|boys?|girls?|child|children|law|baby|parents|twins?|widow|foster"
    r"|mari|conjointe?|femme|épou(?:x|se)|fils|filles?|frères?|s(?:œ|oe)urs?|mère|père"
    r"|papa|maman|mamie|papi|amie?s?|voisine?s?|cousine?s?|oncle|tante|neveu|nièce"
    r"|chum|blonde|copine?s?|garçons?|bébé|enfants?|parents|jumelles|jumeaux|gendre"
    r"|bru|veuve|colocataire|coloc|filleule?|marraine|parrain"
)
STAFF = (
    r"(?:case|co|social|support|youth|settlement)?workers?|manager|counsell?ors?"
    r"|advis[oe]rs?|coach|supervisor|boss|landlord|landlady|teachers?|doctor|nurses?"
    r"|instructors?|facilitators?|trainers?|receptionist|coordinator|director"
    r"|colleagues?|mentor|tutor|principal|foreman|owners?|clerk|lady|guy|woman|man"
    r"|agent|officer|interpreter|psw|specialist|assistant|navigator|driver|sitter"
    r"|babysitter|chief|priest|pastor|elder|therapist|pharmacist|lawyer|translator"
    r"|sponsor|leader|recruiter|volunteer|cashier|gardien|cook|janitor|guard|planner"
    r"|dentist"
    r"|psychologist|psychiatrist|technician|apprentice|student|client|helper|rep"
    r"|representative|steward|staffer|person|intern|professor|prof|dispatcher|chef"
    r"|secretary|superintendent|contact|legend|angel|physio|paralegal|imam"
    r"|conseill(?:er|ère)s?|agente?s?|intervenante?s?|travailleu(?:r|se)|patronn?e?"
    r"|sociale?|gestionnaire|superviseure?|collègues?|professeure?|médecin|docteure?"
    r"|infirmi(?:er|ère)|propriétaire|proprio|direct(?:eur|rice)|format(?:eur|rice)"
    r"|animat(?:eur|rice)|réceptionniste|gérante?|coordonnat(?:eur|rice)|mentore?"
    r"|dame|monsieur|madame|gars|commis|spécialiste|adjointe?|navigat(?:eur|rice)"
    r"|chauffeu(?:r|se)|gardienne|cheffe|thérapeute|pharmacienne?|avocate?|interprète"
    r"|tra(?:ducteur|ductrice)|curé|recruteu(?:r|se)|bénévole|responsable"
    r"|éducat(?:eur|rice)|enseignante?|concierge|cuisini(?:er|ère)|caissi(?:er|ère)"
    r"|secrétaire|étudiante?|apprentie?|contremaître|dentiste|psychologue|cliente?"
    r"|technicienne?|déléguée?|infirmière|barbière|coiffeuse|tutrice|tuteur|monitrice"
    r"|moniteur|préposée?|stagiaire|associée?"
)
ROLE = rf"(?:{KIN}|{STAFF})"

# After these a name is meant, even where it is also that of a place or thing.
SURE_BEFORE = re.compile(
    rf"\b(?:{ROLE}"
    rf"|{ROLE} (?:\(|is|was|est|était|named|called|nommée?|prénommée?|c' est|ci :)"
    r"|(?:first |last |full |whose |real )?names? (?:is|was|are)|name' s"
    r"|(?:i )?goe?s? by|call me|calls? (?:me|her|him)|m' appelles?|s' appell\w+"
    r"|s' appelait|se nommait?|me nomme|moi c' est|moi , c' est|appelez - moi"
    r"|nom (?:,? ?c' )?est|named|nommée?s?|prénommée?s?|dénommée?s?|du nom de"
    r"|by the name of|known as|alias|aka|sign(?:ed|ée?) ?[,:]?"
    r"|(?:someone|somebody|woman|man|guy|lady|worker|person|gentleman|girl|is"
    r"|was) called"
    r"|(?:femme|homme|dame|personne|gars|fille) appelée?"
    r"|mrs?|ms|miss|mx|dr|dre|prof|mme|mlle|mrs? \.|ms \.|dr \.|mme \.)$"
)
# After "to", "from", "à" and the like, a person is meant only with these before them.
_TO = (
    r"talk\w*|spoke\w*|speak\w*|said|say|told|wrote|write|writing|sent|send|gave|give"
    r"|given|complain\w*|listen\w*|report\w*|married|introduced|assigned|referred"
    r"|handed|showed|show|expla\w+|belongs?|thanks|thank|hello|hi|owe|apologi[sz]\w+"
    r"|related|grateful|lost|email\w*|mail\w*|assigned|turned|close|reach\w*|out"
    r"|credit|kudos|shout|message\w*|mention\w*|pay|paid|answer\w*|lied|mean|nice"
    r"|rude|read\w*|kind|sold|lent|according|next|happened|addressed|props|respond\w*"
)
_FOR = (
    r"ask\w*|wait\w*|grateful|thankful|look\w*|cover\w*|vote|voted|message|note"
    r"|car(?:e|ed"
    r"|ing)|pray\w*|translat\w*|interpret\w*|sorry|thank\w*|speaks?|left|happy"
)
_FROM = (
    r"e?mails?|calls?|letters?|messages?|texts?|note|heard?|word|help|advice|reply"
    r"|answers?|got|received|support|kindness|visit|learn\w+|reference|ride|voicemail"
    r"|greetings|love|apart|aside|away|instructions|training"
)
_OF = (
    r"because|instead|friend|daughter|son|wife|husband|mother|father|kindness|patience"
    r"|help|care|case|cases|fault|idea|arrival|opinion|story|words|brother|sister"
    r"|cousin"
    r"|nephew|niece|partner|boyfriend|girlfriend|parents|neighbour|desk|sick|tired"
    r"|afraid|scared|proud|ahead|sake|behalf|memory|think"
    r"|thinking|speak\w*|name|hands?|fond|jealous|office|boss|front|thanks|death"
)
_A = (
    r"parl\w+|dite?s?|dire|demand\w+|écri\w+|donn\w+|remi[st]\w*|remerci\w+|envo\w+"
    r"|confi\w+|expliqu\w+|merci|mercis|grâce|téléphon\w+|répond\w+|répét\w+|mariée?"
    r"|bonjour|salut|présent\w+|racont\w+|référ\w+|laiss\w+|montr\w+|rapport\w+"
    r"|adress\w+|bravo|félicitations|doi[st]|plain\w+|prêt\w+|vend\w+|souhait\w+"
    r"|reconnaissante?|fie\w*|fier|pens\w+|chapeau|transm\w+|appartient|revient"
    r"|attribu\w+|ressembl\w+|veux|veut|voul\w+|manqu\w+|nui\w+|pardonn\w+|cherch\w+"
    r"|hommage|devons|lettre|courriel|question|assignée?"
)
_DE = (
    r"part|courriels?|appels?|lettres?|messages?|aide|nom|fille|fils|mère|père"
    r"|s(?:œ|oe)ur|frère|femme|mari|gentillesse|patience|absence|départ|réponse|côté"
    r"|proche|amie?s?|voisine?|visite|nouvelles|parl\w+|occup\w+|plain\w+|texto"
    r"|numéro|place|retour|souvien\w+|équipe|conseils?|bénévolat|cause|oublié|peur"
    r"|fière?|arrivée|venue|idée|faute|tour|erreur|avis|histoire|cas|exemple|paroles?"
    r"|mots|photos?|textes?|dessins?|travail|efforts?|classe|groupe|sourire|voix"
    r"|âge|celui|celle|ceux|mort|décès|congé|remplaçante?|bureau de|dossier"
)
# "Told about it to …", « merci beaucoup à … »: what is said, given or owed to people.
_TOLD = (
    rf"(?:(?:{_TO})(?: [\w',-]+){{0,6}} to|(?:{_FOR})(?: [\w']+){{0,2}} for"
    rf"|(?:{_FROM})(?: [\w']+){{0,5}} from|(?:{_OF}) of"
    rf"|(?:{_A})(?: [\w',-]+){{0,6}} à|(?:{_DE}) (?:de|d'))"
)
PERSON_BEFORE = re.compile(
    rf"\b(?:{_TOLD}"
    r"|(?:depend\w*|rel(?:y|ies|ied)|count\w*|blam\w+) on"
    r"|(?:repose|compt\w+|mis\w+) sur|il y a|there is|there' s"
    r"|(?:ask|asked|asking|met|meet|saw|see|know|knew|thank|trust|phone|phoned|text"
    r"|texted|emailed|contact|reach|reached|like|love|miss|rencontr\w+|contact\w+"
    r"|remerci\w+|saluez|appelez|connai\w+|demandez|demandé|avec|with|selon|sans"
    r"|tomb\w+ sur|by|par|according to|d' après|without|chez (?:mon|ma) \w+"
    r"|(?:i am|i' m|im|this is|it' s|its|je suis|ici|here is|c' est|c' était|it was))"
    r")$"
    # A letter's beginning: "To Ada: thank you".
    r"|(?:^|[.!?] )(?:to|à|dear|chère?|for|pour)$"
)
_GO = (
    r"go|went|mov|driv|drove|rid|bus|train|road|route|trip|travel|com|came|back|close"
    r"|near"
    r"|next|way|fl[ye]|commut|walk|minute|hour|heure|km|transfer|appl|return|get|got"
    r"|ship"
    r"|outsourc|north|south|east|west|welcome|all|va|habit|viv|vi[st]|rest|né|arriv"
    r"|part"
    r"|déménag|travaill|étud|est|sont|étai|bureau|ferm|ouvr|cours|poste|emploi|autobus"
    r"|usine|mine|embauch|retourn|ven|vien|condui|place|ville|école|logement|loyer"
    r"|inscri"
    r"|y a|aucun|rien|jusqu|jour|nord|sud|ouest|job|work|plant|office|class|school"
    r"|college"
    r"|open|clos|live|stay|centre|collège|université|service|atelier|programme"
    r"|magasin|comme"
)
# After these, capitals lead in a place, a body or a thing.
PLACE_BEFORE = re.compile(
    rf"(?:^|\s)(?:(?:{_GO})\w*(?: [\w',-]+){{0,5}} (?:to|à|from|de|d')"
    rf"|(?:^|[.,:;] )(?:to|à|from|de|d')|in|at|near|the|an|(?<! y )a|via|on"
    r"|(?:work|driv|job|appl|hir|cook|clean|shift|look|search|ask|pay|paid)\w*"
    r"(?: \w+){0,2} for"
    r"|through|into|around|across|towards?|within|outside|inside|past|speaks?|spoken|learn|north|south|east|west|works?|apply|applied"
    r"|using|use|used|au|aux|chez|dans|en|du|des|vers|le|la|l'|les|une?|sur|parle|parlent"
    r"|lake|lac|mount|mont|fort|port|saint|st \.?|ste \.?|point|cape|baie|rivière"
    r"|rue|avenue|chemin|boulevard|route|place|parc|école|collège|hôpital|université"
    r"|usine"
    r"|centre|résidence|maison|restaurant|magasin|ferme|mine|scierie|village|ville"
    r"|rang|\d+|#|@)$"
)
_DESK = (
    r"(?:office|desk|reception|counter|intake|agency|branch|cent(?:re|er)|payroll|hr"
    r"|dispatch|site|location|team|window|bureau|guichet|accueil|réception|comptoir"
    r"|agence|équipe|succursale|paie|entrée|front)"
)
# What only people do, or what is said only of people.
PERSON_AFTER = re.compile(
    r"^(?:(?:also|never|always|just|really|even|only|then|still|both|soon|never|herself"
    r"|himself|who|qui|ne|n'|lui|y|en|se|s'|toujours|aussi) )*"
    r"(?:(?:told|asked|gave|helped|called|phoned|texted|taught|showed|drove|lent|hired"
    r"|found|answered|promised|saved|trained|walked|listened|smiled|cried|laughed"
    r"|yelled|shouted|explained|spoke|said|says|knew|knows|thinks|remembered|quit"
    r"|retired|died|passed|stayed|kept|treated|made|took|brought|sent|wrote|got|lost"
    r"|hung|cut|put|let|set|ran|runs|drew|bought|paid|read|sold|built|shared|split"
    r"|did|does|deserves?|spent|went|came|left|fixed|filled|believed|cares?|cared"
    r"|understood|understands|fought|pushed|spoke|speaks|sat|met|introduced|works?"
    r"|worked|wants?|wanted|needs|needed|tried|tells|helps|gives|calls|takes|drives"
    r"|m'|nous|me|l' a|m' a|a (?:\w+é|jamais|pas|plus|toujours|encore|déjà|tout|dit"
    r"|fait|pris|mis|écrit|lu|su|eu|vu|tenu|perdu"
    r"|répondu|appris|compris|offert|ouvert|rendu|promis|refait|toujours|été|bien)e?s?"
    r"|avait|était|devait|doit|devrait|pourrait|pouvait|voulait|savait|connaît|sait"
    r"|crie|mérite|répond|travaille|parle|explique"
    r"|pense|croit|aide|appelle|écoute|comprend|veut|peut"
    r"|is|was|has|had|will|would|can|could|est|sera|va"
    r"|[a-z]{2,}[^e\W]ed)\b(?! (?:closed|located|fermé))"
    rf"|(?:(?:from|at|in|of|with|over at|du|de|à|au|des"
    rf"|aux) )?(?:[\w']+ ){{0,2}}?{_DESK}\b"
    r"|and (?:i|me|(?:her|his|their) \w+)\b|et (?:moi|s(?:a|on) \w+)\b|here\b|ici\b"
    r"|' s \w|, \w+ (?:and|et) (?:me|i|moi)\b"
    rf"|, (?:who|qui|(?:age |aged )?\d\d|(?:my|our|his|her|the|an?|mon|ma|notre|la|le"
    rf"|l'"
    rf"|une?|from|de) (?:\w+ ){{0,2}}?{ROLE})\b|\( (?:he|she|they|mon|ma|my)\b)"
)
TITLED = re.compile(
    r"\b(?P<it>(?P<short>(?:[Mm]rs?|[Mm]s|[Mm]iss|[Mm]x|[Dd]re?|[Pp]rof|[Mm]me"
    r"|[Mm]lle)\.?\s)"
    r"|(?:[Mm]adame|[Mm]ademoiselle|[Mm]onsieur|[Dd]octeure?|Elder|Chief|[Aa]înée?"
    r"|Pastor|Father|Sister|Brother|Fr\.|Sr\.|Br\.|MPP|MP|Dame|Rev(?:erend|\.)"
    r"|Director|Minister|Principal|Professor|Officer|Constable|Sergeant|Sgt\.?"
    r"|Cst\.?|Councillor|Judge|Nurse|Coach|Imam|Rabbi|Conseill(?:er|ère)|Sergente?"
    r"|Juge|(?i:l['’]abbé)|[Aa]bbé|[Pp]ère|[Ff]rère|Tante|Oncle|Auntie?|Uncle|Cousin"
    r"|Chef|[Cc]uré|[Pp]asteure?|[Ss]œur|[Mm]atante|[Mm]ononcle)\s)"
)
FRENCH_TITLED = re.compile(r"\b(?P<it>(?:M\.|Me|Maître)\s)")
# After these, a name may be written without capitals.
INTRODUCED = re.compile(
    r"\b(?:(?:my|his|her)\s(?:full\s|first\s|last\s)?name\sis|my\sname['’]s"
    r"|je\sm['’]?\s?appell?e|(?:mon|son)\s(?:pré)?nom\sest|mon\snom,?\sc['’]est)"
    r"\s(?P<it>[\w'’.-]+(?:\s[\w'’.-]+){0,2})",
    re.IGNORECASE,
)
