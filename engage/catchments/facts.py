"""Facts that ship with the package: who lives in a catchment, and its shape."""

import json
from dataclasses import dataclass
from functools import cache

from engage.catchments.files import DATA, read_rows
from engage.core.i18n import Bilingual


@dataclass(frozen=True)
class AgeGroup:
    """People of one age group: label key and number, census 2021."""

    key: str
    people: int


@dataclass(frozen=True)
class Profile:
    """What the census says of a catchment. Unknown stays unknown."""

    slug: str
    population: int
    land_area: float
    divisions: Bilingual
    phase: str
    ages: tuple[AgeGroup, ...]
    french_areas: tuple[Bilingual, ...]


@dataclass(frozen=True)
class Shape:
    """The outline of a catchment in Ontario Lambert, as an SVG path."""

    slug: str
    d: str


AGE_COLUMNS = ("age_0_14", "age_15_19", "age_20_24", "age_25_64", "age_65_plus")
# The end of a band that has none.
OPEN_END = 200
CENSUS_BANDS = {
    "age_0_14": (0, 15),
    "age_15_19": (15, 20),
    "age_20_24": (20, 25),
    "age_25_64": (25, 65),
    "age_65_plus": (65, OPEN_END),
    "est_age_18_24": (18, 25),
    "est_age_25_34": (25, 35),
    "est_age_35_44": (35, 45),
    "est_age_45_54": (45, 55),
    "est_age_55_64": (55, 65),
}


@cache
def profiles() -> dict[str, Profile]:
    """Return the profile of each catchment by slug."""
    people = {row["catchment"]: row for row in read_rows("population_catchment.csv")}
    french: dict[str, list[Bilingual]] = {}
    for row in read_rows("flsa_designated_areas.csv"):
        area = Bilingual(row["area_en"], row["area_fr"])
        french.setdefault(row["catchment"], []).append(area)
    return {
        row["slug"]: Profile(
            slug=row["slug"],
            population=int(row["population_2021"]),
            land_area=float(row["land_area_km2"]),
            divisions=Bilingual(row["census_divisions_en"], row["census_divisions_fr"]),
            phase=row["phase"],
            ages=tuple(
                AgeGroup(name, int(people[row["slug"]][name])) for name in AGE_COLUMNS
            ),
            french_areas=tuple(french.get(row["slug"], ())),
        )
        for row in read_rows("catchments.csv")
    }


@cache
def census_ages() -> dict[str, dict[tuple[int, int], int]]:
    """Return people by ages (from, up to below) for each catchment by slug.

    Exact bands come first; those of the columns `est_…` are estimates, for shares only.
    """
    return {
        row["catchment"]: {band: int(row[name]) for name, band in CENSUS_BANDS.items()}
        for row in read_rows("population_catchment.csv")
    }


@cache
def shapes() -> dict[str, Shape]:
    """Return the outline of each catchment by slug."""
    with (DATA / "catchments-svg.json").open(encoding="utf-8") as file:
        drawn = json.load(file)
    return {item["slug"]: Shape(item["slug"], item["d"]) for item in drawn["features"]}
