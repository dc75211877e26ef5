"""Shares weighted to where people live, beside the plain ones.

Large and small catchments are heard unequally. The weighted share is what the plain
one would be if each catchment had as many voices as its part of the population: the
mean of the published shares by catchment, each with the weight of its people in the
census (post-stratification; Cochran, "Sampling Techniques", 1977, section 5A.9). It is
made of published figures alone, so it tells nothing that they do not tell.
"""

import math
from collections.abc import Iterator, Sequence

from engage.core.disclosure import DIGITS, Z95
from engage.reports.document.figures import Row

FEWEST_CATCHMENTS = 2


def with_weighted(document: Row) -> list[Row]:
    """Return the themes, each with its weighted share and 95 % interval, or None.

    There is none where a share is missing from a catchment in which enough people
    wrote: to leave the small shares out would make the theme look larger.
    """
    least = document["method"]["least_base_for_shares"]
    heard = [
        row
        for row in document["who"]["catchments"]
        if row["population"] and (row["writers"]["value"] or 0) >= least
    ]
    return [
        {**theme, "weighted": _weighted(theme, heard)} for theme in document["themes"]
    ]


def weight_faults(document: Row) -> Iterator[str]:
    """Yield the themes whose weighted share does not follow from their shares."""
    again = with_weighted(document)
    for theme, fresh in zip(document["themes"], again, strict=True):
        if theme["weighted"] != fresh["weighted"]:
            yield f"themes.{theme['id']}: the weighted share does not follow"


def _weighted(theme: Row, catchments: Sequence[Row]) -> Row | None:
    shares = {row["slug"]: row["share"] for row in theme["catchments"]}
    if len(catchments) < FEWEST_CATCHMENTS:
        return None
    if any(shares.get(row["slug"]) is None for row in catchments):
        return None
    people = sum(row["population"] for row in catchments)
    value = variance = 0.0
    for row in catchments:
        weight = row["population"] / people
        share = shares[row["slug"]]["value"]
        value += weight * share
        variance += weight**2 * share * (1 - share) / row["writers"]["value"]
    half = Z95 * math.sqrt(variance)
    return {
        "value": round(value, DIGITS),
        "low": round(max(value - half, 0.0), DIGITS),
        "high": round(min(value + half, 1.0), DIGITS),
        "catchments": len(catchments),
    }
