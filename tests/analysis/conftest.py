"""A small town that answers a consultation, in two languages."""

import random
from collections.abc import Callable

import pytest

from analysis import Document, Result, find_themes

SUBJECTS = {
    "bus": (
        "The {0} bus never comes on time and the {1} route was cut last {2}.",
        "We need evening buses, the {0} bus route stops before my {1} shift each {2}.",
        "No bus runs to the {1} plant, so I miss the {0} shift every {2}.",
    ),
    "care": (
        "Child care costs too much, my daughter waits for a {0} daycare {1} this {2}.",
        "There is no daycare open for {0} parents, care in {1} is full until {2}.",
        "A {0} mother cannot train when the {1} daycare has a waiting list until {2}.",
    ),
    "trade": (
        "Pay apprentices a {0} wage and help {1} trades with tools by {2}.",
        "I want to learn a trade but the {0} apprenticeship in {1} starts in {2}.",
        "Electricians and {0} welders need apprenticeship places in {1} this {2}.",
    ),
}
SUJETS = {
    "bus": (
        "L'autobus de {1} n'arrive jamais à l'heure et le trajet {0} finit en {2}.",
        "Il faut des autobus le soir, le trajet {0} vers {1} est coupé depuis {2}.",
        "Aucun autobus ne va à l'usine de {1}, je manque mon quart {0} en {2}.",
    ),
    "care": (
        "La garderie coûte trop cher, ma fille attend une place {0} à {1} en {2}.",
        "Aucune garderie {0} n'est ouverte à {1}, la liste d'attente va à {2}.",
        "Une mère {0} ne peut étudier quand la garderie de {1} est pleine en {2}.",
    ),
    "trade": (
        "Payez mieux les apprentis {0} et aidez les métiers de {1} dès {2}.",
        "Je veux apprendre un métier mais l'apprentissage {0} à {1} commence en {2}.",
        "Les électriciens et soudeurs {0} cherchent un apprentissage à {1} en {2}.",
    ),
}
FILLERS = (
    ("early", "late", "local", "northern", "small", "busy", "single", "cold", "new"),
    ("Hearst", "Timmins", "Kenora", "Sudbury", "Thorold", "Barrie", "Guelph"),
    ("March", "April", "June", "winter", "autumn", "October", "week", "month"),
)
FILLERS_FR = (
    ("tardif", "local", "nordique", "petit", "seul", "froid", "nouveau", "long"),
    FILLERS[1],
    ("mars", "avril", "juin", "hiver", "automne", "octobre", "semaine", "janvier"),
)


def speak(n: int, language: str = "en", seed: int = 0) -> list[tuple[str, str]]:
    """n texts as (subject, text), the subjects in equal parts."""
    chance = random.Random(f"{language}{seed}")
    subjects = SUBJECTS if language == "en" else SUJETS
    fillers = FILLERS if language == "en" else FILLERS_FR
    said = []
    for i in range(n):
        subject = list(subjects)[i % len(subjects)]
        words = [chance.choice(words) for words in fillers]
        said.append((subject, chance.choice(subjects[subject]).format(*words)))
    return said


def town(english: int, french: int = 0, seed: int = 0) -> list[Document]:
    """Documents named after their language, number and subject."""
    return [
        Document(f"{code}-{i}-{subject}", text, code, "north" if i % 4 else "south")
        for code, n in (("en", english), ("fr", french))
        for i, (subject, text) in enumerate(speak(n, code, seed))
    ]


@pytest.fixture(scope="session")
def make_town() -> Callable[..., list[Document]]:
    return town


@pytest.fixture(scope="session")
def answers() -> list[Document]:
    return town(90)


@pytest.fixture(scope="session")
def result(answers: list[Document]) -> Result:
    return find_themes(answers, themes=3)


@pytest.fixture(scope="session")
def bilingual() -> Result:
    return find_themes(town(120, 120), themes=3, skip=frozenset({"stability"}))
