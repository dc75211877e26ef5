"""Capitalised words, and those of them that name nobody."""

import csv
import re
from functools import cache

from engage.core.config import PACKAGE

UPPER = "A-ZÀ-ÖØ-ÞŒ"
LOWER = "a-zß-öø-ÿœ"
# Quantifiers that never give back (++, *+) keep the time linear in the text.
CAPITALISED = (
    rf"(?!I['’])[{UPPER}](?:[{LOWER}]++|['’][{UPPER}]?[{LOWER}]++)"
    rf"(?:['’-][{UPPER}]?[{LOWER}]++|[{UPPER}][{LOWER}]++){{0,4}}+"
)
PART_OF_NAME = rf"(?:{CAPITALISED}|[{UPPER}]\.)"
_PARTICLE = r"(?:(?:de|du|van|von|der|den|la|le|St\.|Ste\.)\s)?"
NAME = rf"{PART_OF_NAME}(?:\s{_PARTICLE}{PART_OF_NAME}){{0,3}}"

TIMES = """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays
    Wednesdays Thursdays Fridays Saturdays Sundays January February March April May
    June July August September October November December Christmas Easter Ramadan
    Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Spring Summer Fall Winter
    Covid Noël Pâques Thanksgiving
"""
PLACES = """
    Canada Ontario Québec Quebec Toronto Ottawa Hamilton London Sudbury Windsor
    Kingston Timmins Kenora Hearst Kapuskasing Peel Durham Halton Niagara Barrie
    Muskoka Kawarthas Guelph Kitchener Waterloo Cambridge Brantford Oshawa Sarnia
    Peterborough Belleville Cornwall Hawkesbury Thunder Sault North South East West
    Northern Southern Eastern Western Northeast Northwest Nord Sud Est Ouest
    Africa Afrique Europe Asia Asie America Amérique India Inde China Chine
"""
PEOPLES = """
    Canadian Canadienne Canadien French Français Française English Anglais Anglaise
    Franco Francophone Francophones Anglophone Indigenous Autochtone Autochtones
    Aboriginal Anishinaabe Ojibway Ojibwe Cree Cri Mohawk Haudenosaunee Inuit Inuk
    Métis Metis First Nation Nations Première Premières Black Noir Noire Noirs White
    Deaf Sourd Sourde Muslim Musulman Musulmane Christian Jewish Catholic Hindu Sikh
    Arab Arabe Indian Chinese Filipino Filipina Polish Ukrainian Italian Portuguese
    Spanish German Greek Russian African Africain Africaine Haitian Haïtien Haïtienne
    Congolais Congolaise Somali Syrian Iranian Punjabi Hindi Mandarin Latino Latina
    American Américain European Asian Jamaican Nigerian Mexican Vietnamese Korean
"""
BODIES = """
    Service Services Employment Emploi Emplois Works Work Job Jobs Jobbank Bank Office
    Bureau Centre Center College Collège University Université Ministry Ministère
    Minister Ministre Premier Mayor Maire Chair President Government Gouvernement
    Council Conseil City Ville Hospital Hôpital School École Library Bibliothèque
    Second Career Better Red Cross Salvation Army Canadian Tire Home Depot Tim Hortons
    Walmart Amazon Metro Costco Loblaws Google Facebook Instagram Excel Word Internet
    Zoom Indeed Linkedin Goodwill Community Health Santé Mothers Against Youth
"""
OTHERS = """
    I Im Ive Id You He She It We They The A An This That These Those My Your His Her
    Our Their And But Or So If When Then There Here What Who Why How Not No Yes Please
    Hi Hello Hey Salut Bonsoir Good Dear Thank Thanks Sorry Sincerely Anonymous
    Nobody Everyone Someone Anyone Grade
    Je Tu Il Elle On Nous Vous Ils Elles Le La Les Un Une Des Ce Cette Ces Mon Ma Mes
    One Two Three Four Five Six Seven Eight Nine Ten Some Many Most Few Every Each All
    Staff People Folks Kids Workers Women Men Parents Youth Group Session Line Help
    Someone Nothing Something Still Just Even Only Once Now Today Code
    Et Mais Ou Si Quand Donc Merci Personne Bonjour Aussi Pas Plus Dieu God Lord
    Mr Mrs Ms Dr Sir Madam Madame Monsieur
"""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set: a list that can be read and changed."""
    return frozenset(text.split())


NOT_NAMES = word_set(TIMES + PLACES + PEOPLES + BODIES + OTHERS)
NOT_EMPLOYERS = word_set(TIMES + PLACES)

_SEPARATORS = re.compile(r"[\s-]+")


def names_somebody(words: str) -> bool:
    """Return whether capitalised words can be a name, by none of them being known."""
    parts = _SEPARATORS.split(words)
    return not any(part.rstrip(".") in NOT_NAMES for part in parts)


def length_of_name(words: str) -> int:
    """Return how many characters at the beginning can be a name; 0 for none."""
    kept = 0
    for part in re.finditer(r"\S+", words):
        if not names_somebody(part.group()):
            break
        kept = part.end()
    return kept


def is_place(words: str) -> bool:
    """Return whether words are the name of a municipality or place in Ontario."""
    return words.lower() in _places()


@cache
def _places() -> frozenset[str]:
    found: set[str] = set()
    for file_name, columns in (
        ("municipalities.csv", ("name_en", "name_fr")),
        ("places.csv", ("place",)),
    ):
        with (PACKAGE / "data" / file_name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found.update(row[column].lower() for column in columns)
    return frozenset(found)
