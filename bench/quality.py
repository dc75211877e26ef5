"""Are the themes right, steady, and the same in both languages?"""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Literal

import numpy as np

from bench import methods, scores
from bench.meter import Measured, measure
from bench.results import Table, say
from bench.texts import SETS, Labelled, read_bilingual, read_labelled

# NMI / ARI / accuracy to reach on at most 5,000 rows of each set, themes given.
AIMS = {
    "civic_en_polis_a": (57, 55, 69),
    "civic_fr_egalite": (63, 69, 87),
    "stackoverflow": (75, 60, 82),
    "banking77": (63, 29, 40),
}
SEEDS = (0, 1, 2)


def measure_quality(folder: Path, limit: int, model: Path | None) -> Iterator[Table]:
    """Compare the engine with labels and references on each labelled set."""
    sets = [read_labelled(folder, name, limit) for name in SETS]
    given = {one.name: _engine(one, len(set(one.labels))) for one in sets}
    yield _given(sets, given, model)
    yield _chosen(sets, given)
    yield _stability(sets, given)
    yield _languages(model)


def _engine(
    labelled: Labelled, themes: int | Literal["auto"], seed: int = 0
) -> Measured:
    say(f"engine, {labelled.name}, {themes} themes, seed {seed}")
    return measure(methods.engine, labelled.texts, labelled.languages, themes, seed)


def _given(
    sets: list[Labelled], given: dict[str, Measured], model: Path | None
) -> Table:
    table = Table(
        "Quality, number of themes given",
        ("set", "method", "NMI", "ARI", "accuracy", "CPU s", "aim"),
    )
    for labelled in sets:
        name, run = labelled.name, given[labelled.name]
        found = scores.score(labelled.labels, run.value[0])
        aim = " / ".join(str(figure) for figure in AIMS[name])
        table.add(name, "engine", found.nmi, found.ari, found.accuracy, run.cpu, aim)
        for method, made, cpu in _references(labelled, model):
            other = scores.score(labelled.labels, made)
            table.add(name, method, other.nmi, other.ari, other.accuracy, cpu, "")
    ours = [row for row in table.rows if row[1] == "engine"]
    nmi, ari = (mean(row[column] for row in ours) for column in (2, 3))
    table.note(f"Engine, mean: NMI {nmi:.1f} (aim 65), ARI {ari:.1f} (aim 53).")
    table.note("The aims of single sets are for 5,000 rows, or all where fewer.")
    for method, (package, _) in methods.OPTIONAL.items():
        if reason := methods.missing(package, model):
            table.note(f"Not measured: {method}, since {reason}.")
    return table


def _references(
    labelled: Labelled, model: Path | None
) -> Iterator[tuple[str, list[str], float]]:
    count = len(set(labelled.labels))
    for method, prepare in methods.REFERENCES.items():
        say(f"{method}, {labelled.name}")
        run = measure(prepare, labelled.texts, count)
        yield method, run.value, run.cpu
    for method, (package, prepare) in methods.OPTIONAL.items():
        if not methods.missing(package, model):
            say(f"{method}, {labelled.name}")
            run = measure(prepare, labelled.texts, count, str(model))
            yield method, run.value, run.cpu


def _chosen(sets: list[Labelled], given: dict[str, Measured]) -> Table:
    table = Table(
        "Quality, number of themes chosen (the nearer of themes and parts)",
        ("set", "labels", "found", "octaves off", "ARI", "ARI of given, %"),
    )
    for labelled in sets:
        run = _engine(labelled, "auto")
        found = min(run.value, key=lambda one: scores.octaves(one, labelled.labels))
        off = scores.octaves(found, labelled.labels)
        result = scores.score(labelled.labels, found)
        before = scores.agreement(labelled.labels, given[labelled.name].value[0])
        kept = 100 * result.ari / before
        classes = len(set(labelled.labels))
        table.add(labelled.name, classes, result.themes, off, result.ari, kept)
    off, kept = (mean(row[column] for row in table.rows) for column in (3, 5))
    table.note(f"Mean: {off:.2f} octaves off (aim .6 or less), {kept:.0f} % (aim 85).")
    return table


def _stability(sets: list[Labelled], given: dict[str, Measured]) -> Table:
    table = Table(
        "Stability, number of themes given (mean ARI)",
        ("set", "between seeds", "aim", "between 90 % subsamples", "aim"),
    )
    for labelled in sets:
        themes, first = len(set(labelled.labels)), given[labelled.name].value[0]
        runs = [first, *(_engine(labelled, themes, n).value[0] for n in SEEDS[1:])]
        seeds = [scores.agreement(a, b) for a, b in combinations(runs, 2)]
        parts = [_subsample(labelled, themes, n) for n in SEEDS]
        samples = [_common(a, b) for a, b in combinations(parts, 2)]
        table.add(labelled.name, mean(seeds), 90, mean(samples), 75)
    return table


def _subsample(labelled: Labelled, themes: int, seed: int) -> dict[int, str]:
    """Find themes in nine texts of ten; give the theme of each text kept."""
    size = len(labelled.texts)
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.choice(size, size * 9 // 10, replace=False)).tolist()
    part = Labelled(
        labelled.name,
        *(
            [column[row] for row in rows]
            for column in (labelled.texts, labelled.labels, labelled.languages)
        ),
    )
    return dict(zip(rows, _engine(part, themes).value[0], strict=True))


def _common(one: dict[int, str], other: dict[int, str]) -> float:
    both = sorted(one.keys() & other.keys())
    return scores.agreement([one[row] for row in both], [other[row] for row in both])


def _languages(model: Path | None) -> Table:
    """Measure how freely French and English mix; the label is the question."""
    sample = read_bilingual()
    count = len(set(sample.labels))
    table = Table(
        "Two languages (sample consultation; label = question answered)",
        ("method", "themes", "across / within languages", "aim"),
    )
    runs = {"engine": _engine(sample, "auto").value[0]}
    runs |= {method: made for method, made, _ in _references(sample, model)}
    for method, found in runs.items():
        mixed = scores.crossing(sample.labels, found, sample.languages)
        table.add(method, len(set(found) - {""}), mixed, 0.9)
    table.note(
        "Same-question pairs that share a theme, of two languages over of one. The "
        f"references were asked for {count} themes."
    )
    return table
