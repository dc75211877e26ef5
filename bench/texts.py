"""What is measured: labelled texts, and corpora of any size grown from them."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
LABELLED = ROOT.parent / "shared" / "data" / "themes"
BILINGUAL = ROOT / "engage" / "demo" / "ontario" / "responses.csv"
SETS = ("civic_en_polis_a", "civic_fr_egalite", "stackoverflow", "banking77")
RARE = 0.02  # share of words that are new: a vocabulary that keeps growing


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with the label a person gave each; the engine never sees the labels."""

    name: str
    texts: list[str]
    labels: list[str]
    languages: list[str]


def read_labelled(folder: Path, name: str, limit: int) -> Labelled:
    """Read the first rows of a labelled set.

    Raises:
        FileNotFoundError: The set is not on this machine.
    """
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:limit]
    columns = [[row[key] for row in rows] for key in ("text", "label", "lang")]
    return Labelled(name, *columns)


def read_bilingual() -> Labelled:
    """Read the sample consultation's answers; the label is the question answered."""
    with BILINGUAL.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    answers = [
        (row[key], key, row["language"])
        for row in rows
        for key in row
        if key.startswith("q") and len((row[key] or "").split()) > 2
    ]
    columns = [list(column) for column in zip(*answers, strict=True)]
    return Labelled("sample consultation", *columns)


def grow_corpus(folder: Path, size: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Grow a corpus from the labelled sets, and give its texts and languages.

    Each text joins the beginning of one text to the end of another with the same
    label, and a few of its words are made new, as misspellings and names are.
    """
    rng = np.random.default_rng(seed)
    pools = defaultdict(list)
    for name in SETS:
        labelled = read_labelled(folder, name, 10_000)
        for text, label, language in zip(
            labelled.texts, labelled.labels, labelled.languages, strict=True
        ):
            pools[language, name, label].append(text.split())
    kinds = sorted(pools)
    sizes = np.array([len(pools[kind]) for kind in kinds])
    chosen = rng.choice(len(kinds), size, p=sizes / sizes.sum())
    halves = rng.random((size, 2))
    texts = [
        _joined(pools[kinds[kind]], first, second, rng)
        for kind, (first, second) in zip(chosen.tolist(), halves.tolist(), strict=True)
    ]
    return texts, [kinds[kind][0] for kind in chosen.tolist()]


def _joined(
    pool: list[list[str]], first: float, second: float, rng: np.random.Generator
) -> str:
    one, other = pool[int(first * len(pool))], pool[int(second * len(pool))]
    words = one[: (len(one) + 1) // 2] + other[len(other) // 2 :]
    for at in np.flatnonzero(rng.random(len(words)) < RARE).tolist():
        words[at] = f"{words[at]}{rng.integers(10**6)}"
    return " ".join(words)
