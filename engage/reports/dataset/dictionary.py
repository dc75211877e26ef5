"""What every column of the open data says, in both languages."""

from engage.core.i18n import Bilingual

TABLES = {
    "catchments": Bilingual(
        "Who took part, by catchment.", "Qui a participé, par région désignée."
    ),
    "participation": Bilingual(
        "Who took part, in all, by language, by way of answering and by week; "
        "and how many wrote of themes that are not named, or of none.",
        "Qui a participé, en tout, par langue, par mode de réponse et par semaine; "
        "et combien ont abordé des thèmes non nommés, ou aucun thème.",
    ),
    "themes": Bilingual(
        "What many people spoke of.", "Ce dont beaucoup de personnes ont parlé."
    ),
    "theme_parts": Bilingual("Parts of themes.", "Parties des thèmes."),
    "theme_catchments": Bilingual(
        "Each theme in each catchment.", "Chaque thème dans chaque région désignée."
    ),
    "quotes": Bilingual(
        "Words of people who agreed to be quoted, or that were public before.",
        "Propos de personnes qui ont accepté d’être citées, ou déjà publics.",
    ),
    "texts": Bilingual(
        "Texts that may be published whole, under their themes: the table theme_model "
        "puts them there again. They say nothing of where they come from.",
        "Textes qui peuvent être publiés en entier, avec leurs thèmes\u00a0: le "
        "tableau theme_model les y replace. Rien n’y dit d’où ils viennent.",
    ),
    "questions": Bilingual("Questions with choices.", "Questions à choix."),
    "options": Bilingual(
        "The choices of each question.", "Les choix de chaque question."
    ),
    "statements": Bilingual(
        "Statements people voted on in public.",
        "Énoncés sur lesquels on a voté publiquement.",
    ),
    "opinion_groups": Bilingual(
        "Groups of people who vote alike in a discussion.",
        "Groupes de personnes qui votent de la même façon dans une discussion.",
    ),
    "opinion_statements": Bilingual(
        "Comments that join or divide the groups.",
        "Commentaires qui rassemblent ou divisent les groupes.",
    ),
    "opinion_votes": Bilingual(
        "How many of each group agreed with each of these comments.",
        "Combien de personnes de chaque groupe sont d’accord avec chacun de ces "
        "commentaires.",
    ),
    "designs": Bilingual(
        "SSM designs that answer this report, as they were released.",
        "Plans des GSS qui répondent à ce rapport, tels que publiés.",
    ),
    "design_answers": Bilingual(
        "How each design answers each theme.",
        "La réponse de chaque plan à chaque thème.",
    ),
    "summary": Bilingual("The summary.", "Le résumé."),
}

COLUMNS = {
    "gone": Bilingual(
        "why the words no longer stand here: withdrawn (by their author), removed",
        "pourquoi les propos n’y sont plus\u00a0: withdrawn (retirés par la personne "
        "qui les a écrits), removed (supprimés)",
    ),
    "agrees": Bilingual("votes in agreement", "votes d’accord"),
    "answered": Bilingual(
        "people who answered, rounded", "personnes qui ont répondu, arrondi"
    ),
    "answered_withheld": Bilingual(
        "why the figure is not shown", "pourquoi le chiffre n’est pas montré"
    ),
    "catchment": Bilingual("catchment", "région désignée"),
    "covered": Bilingual(
        "share of what people there spoke of that has an answer, of rounded figures "
        "(0 to 1)",
        "part, parmi ce dont on a parlé, qui a reçu une réponse; calculée à partir de "
        "chiffres arrondis (0 à 1)",
    ),
    "decided_on": Bilingual("day of the decision", "jour de la décision"),
    "description_en": Bilingual("description, English", "description, anglais"),
    "description_fr": Bilingual("description, French", "description, français"),
    "disagrees": Bilingual("votes in disagreement", "votes en désaccord"),
    "element": Bilingual("element of the design", "élément du plan"),
    "en": Bilingual("sentence, English", "phrase, anglais"),
    "fr": Bilingual("sentence, French", "phrase, français"),
    "high": Bilingual(
        "upper end of the 95\u00a0% interval of the share",
        "borne supérieure de l’intervalle à 95\u00a0% de la part",
    ),
    "id": Bilingual("name of the row", "nom de la ligne"),
    "keywords_en": Bilingual(
        "words that stand out, English", "mots saillants, anglais"
    ),
    "keywords_fr": Bilingual(
        "words that stand out, French", "mots saillants, français"
    ),
    "kind": Bilingual("kind", "genre"),
    "label_en": Bilingual("title, English", "titre, anglais"),
    "label_fr": Bilingual("title, French", "titre, français"),
    "language": Bilingual("language of the text", "langue du texte"),
    "group": Bilingual("opinion group", "groupe d’opinion"),
    "list": Bilingual(
        "agreed: most agreed on; joining: most of every group on one side; dividing: "
        "two large sides",
        "agreed\u00a0: les plus partagés; joining\u00a0: la majorité de chaque "
        "groupe du même côté; dividing\u00a0: deux grands camps",
    ),
    "low": Bilingual(
        "lower end of the 95\u00a0% interval of the share",
        "borne inférieure de l’intervalle à 95\u00a0% de la part",
    ),
    "manager_en": Bilingual(
        "service system manager, in English",
        "gestionnaire de système de services, en anglais",
    ),
    "manager_fr": Bilingual(
        "service system manager, in French",
        "gestionnaire de système de services, en français",
    ),
    "model_theme": Bilingual(
        "the theme in which the published model puts the text; other where it is none "
        "of those published: a person placed it, or words decided that few texts share",
        "le thème où le modèle publié place le texte; other si ce n’est aucun des "
        "thèmes publiés\u00a0: une personne l’a placé, ou des mots rares l’ont décidé",
    ),
    "mean": Bilingual("mean of the rounded counts", "moyenne des nombres arrondis"),
    "measure": Bilingual(
        "what is counted: chosen, among the first three, given some points",
        "ce qui est compté\u00a0: choisi, parmi les trois premiers, a reçu des points",
    ),
    "passes": Bilingual("votes that pass", "votes sans avis"),
    "people": Bilingual("people, rounded", "personnes, arrondi"),
    "people_campaigns_once": Bilingual(
        "people, each campaign of near-identical texts counted once, rounded",
        "personnes, chaque campagne de textes presque identiques comptée une fois, "
        "arrondi",
    ),
    "population": Bilingual(
        "people who live there, census of 2021",
        "personnes qui y habitent, recensement de 2021",
    ),
    "position": Bilingual("place in the order", "rang"),
    "question": Bilingual("question", "question"),
    "reason_en": Bilingual("why, English", "pourquoi, anglais"),
    "reason_fr": Bilingual("why, French", "pourquoi, français"),
    "release": Bilingual("number of the release", "numéro de la publication"),
    "released_on": Bilingual("day of the release", "jour de la publication"),
    "score": Bilingual(
        "share of comparisons an option wins (0 to 1), in steps of 0.05",
        "part des comparaisons qu’une option remporte (0 à 1), par pas de 0,05",
    ),
    "score_high": Bilingual(
        "upper end of the 95\u00a0% interval of the score",
        "borne supérieure de l’intervalle à 95\u00a0% du score",
    ),
    "score_low": Bilingual(
        "lower end of the 95\u00a0% interval of the score",
        "borne inférieure de l’intervalle à 95\u00a0% du score",
    ),
    "section": Bilingual("section of the design", "section du plan"),
    "share": Bilingual(
        "share of the group, of rounded figures (0 to 1)",
        "part du groupe, calculée à partir de chiffres arrondis (0 à 1)",
    ),
    "side": Bilingual(
        "the side most of every group takes",
        "le côté que prend la majorité de chaque groupe",
    ),
    "slug": Bilingual("name in addresses", "nom dans les adresses"),
    "stability": Bilingual(
        "how surely it would be found again: robust, tentative, fragile, unknown",
        "avec quelle certitude on le retrouverait\u00a0: robust (solide), tentative (à "
        "confirmer), fragile, unknown (non mesuré)",
    ),
    "statement": Bilingual("comment", "commentaire"),
    "status": Bilingual(
        "how far it is: planned, under_way, done, dropped; empty: nothing to report",
        "où on en est\u00a0: planned (prévu), under_way (en cours), done (fait), "
        "dropped (abandonné); vide\u00a0: rien à signaler",
    ),
    "status_on": Bilingual("the day since which that holds", "depuis quel jour"),
    "survey": Bilingual("survey", "sondage"),
    "text": Bilingual("words as they were written", "propos tels qu’écrits"),
    "theme": Bilingual("theme", "thème"),
    "themes_answered": Bilingual("themes with an answer", "thèmes avec réponse"),
    "themes_asked": Bilingual("themes of the report", "thèmes du rapport"),
    "thread": Bilingual("discussion", "discussion"),
    "unknown": Bilingual(
        "people who said they do not know, rounded",
        "personnes qui ont dit ne pas savoir, arrondi",
    ),
    "unknown_withheld": Bilingual(
        "why the figure is not shown", "pourquoi le chiffre n’est pas montré"
    ),
    "verdict": Bilingual(
        "the answer: accepted, partly, not, open; empty: none yet",
        "la réponse\u00a0: accepted (retenu), partly (en partie), not (non retenu), "
        "open (en suspens); vide\u00a0: aucune encore",
    ),
    "voted": Bilingual(
        "people of the group who voted on it, rounded",
        "personnes du groupe qui ont voté, arrondi",
    ),
    "weighted_share": Bilingual(
        "share if each catchment heard enough had voices by its population (0 to 1)",
        "part si chaque région désignée assez entendue pesait selon sa population "
        "(0 à 1)",
    ),
    "withheld": Bilingual(
        "why the figure is not shown", "pourquoi le chiffre n’est pas montré"
    ),
    "writers": Bilingual(
        "people who wrote something, rounded",
        "personnes qui ont écrit quelque chose, arrondi",
    ),
    "writers_withheld": Bilingual(
        "why the figure is not shown", "pourquoi le chiffre n’est pas montré"
    ),
}
