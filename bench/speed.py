"""What it costs: processor time, memory, and how both grow with the texts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from analysis import Model, assign, find_themes
from analysis.campaigns import find_campaigns
from bench import methods, scores
from bench.meter import measure
from bench.results import Table, say
from bench.texts import SETS, grow_corpus, read_labelled

# CPU seconds to encode the same rows with MiniLM-L6, measured once on two cores; used,
# and marked, where no sentence-embedding model is at hand.
RECORDED_ENCODING = {
    "civic_en_polis_a": 6.1,
    "civic_fr_egalite": 40.4,
    "stackoverflow": 38.4,
}
ENCODED_ROWS = 5_000
ONE_BY_ONE = 300
TURNS = 3
THEMES = 20


def measure_speed(folder: Path, size: int) -> Table:
    """Time the engine's stages on `size` texts beside scikit-learn's word counting."""
    table = Table(
        f"Speed on {size:,} short texts",
        ("what", "measured", "unit", "beside", "aim"),
    )
    say(f"speed, {size} texts")
    floor, given, lean, steady = measure(turns_work, folder, size).value
    *_, lean_few, steady_few = measure(turns_work, folder, ENCODED_ROWS).value
    copies = measure(campaigns_work, folder, size)
    singly, together = measure(assign_work, folder, size).value
    told = f"words to assignments, {THEMES} themes"
    table.add(told, given, "CPU s", f"{floor:.2f}", "")
    table.add("… in times of TfidfVectorizer", given / floor, "times", "1", "≤ 3")
    table.add("words to assignments, themes chosen", lean, "CPU s", f"{floor:.2f}", "")
    table.add("… in times of TfidfVectorizer", lean / floor, "times", "1", "≤ 3")
    table.add("… with stability, of without", steady / lean, "times", "1", "≤ 2")
    few = f"… of {ENCODED_ROWS:,} texts"
    table.add(few, steady_few / lean_few, "times", "1", "≤ 2")
    table.add("campaigns", copies.cpu, "CPU s", "", f"≤ {20 * size / 1e5:g}")
    table.add("assign one text, median", 1000 * singly, "ms", "", "≤ 5")
    table.add(
        "assign many (reasons when asked for)", together, "texts/s", "", "thousands"
    )
    table.note(f"Campaigns found: {copies.value:,}. One thread, start-up not counted.")
    table.note(
        f"What is compared took {TURNS} turns in one process; the quickest counts."
    )
    return table


def measure_encoding(folder: Path) -> Table:
    """Set the engine's CPU time beside that of encoding the same texts."""
    table = Table(
        "Words to assignments, beside encoding with MiniLM-L6 (recorded earlier)",
        ("set", "themes", "engine CPU s", "encoding CPU s", "times less", "aim"),
    )
    for name in (name for name in SETS if name in RECORDED_ENCODING):
        labelled = read_labelled(folder, name, ENCODED_ROWS)
        say(f"engine, {name}, {len(labelled.texts)} texts")
        said, encoding = (labelled.texts, labelled.languages), RECORDED_ENCODING[name]
        for themes in (len(set(labelled.labels)), "auto"):
            cpu = measure(methods.engine, *said, themes).cpu
            table.add(name, themes, cpu, encoding, encoding / cpu, "≥ 50")
    table.note("The encoding was not measured in this run: compare with care.")
    return table


def measure_growth(folder: Path, sizes: list[int]) -> Table:
    """Measure CPU and memory at growing sizes, and the exponents of growth."""
    table = Table(
        "Growth", ("texts", "CPU s", "TfidfVectorizer CPU s", "peak MB", "aim")
    )
    for size in sizes:
        say(f"growth, {size} texts")
        run = measure(engine_work, folder, size, methods.LEAN, fresh=True)
        floor = measure(tfidf_work, folder, size, fresh=True)
        aim = "≤ 4096 MB" if size == 1_000_000 else ""
        table.add(size, run.cpu, floor.cpu, run.peak, aim)
    power, beside, memory = (
        scores.exponent(sizes, [row[column] for row in table.rows])
        for column in (1, 2, 3)
    )
    table.note(
        f"Exponents: CPU {power:.2f} (TfidfVectorizer {beside:.2f}), memory "
        f"{memory:.2f}; the aim is 1.05 or less."
    )
    return table


def engine_work(
    folder: Path, size: int, skip: frozenset[str]
) -> Callable[[], tuple[list[str], list[str]]]:
    """Prepare the engine on a grown corpus."""
    return methods.engine(*grow_corpus(folder, size), "auto", 0, skip)


def turns_work(folder: Path, size: int) -> Callable[[], list[float]]:
    """Prepare what is compared; the work takes turns and gives the least CPU seconds.

    Of TfidfVectorizer, of the engine with their number given, with the number chosen,
    and then with stability: other work on the machine slows all of them alike.
    """
    compared = [
        tfidf_work(folder, size),
        methods.engine(*grow_corpus(folder, size), THEMES),
        engine_work(folder, size, methods.LEAN),
        engine_work(folder, size, methods.LEAN - {"stability"}),
    ]

    def work() -> list[float]:
        turns = [[_seconds(one) for one in compared] for _ in range(TURNS)]
        return [min(seconds) for seconds in zip(*turns, strict=True)]

    return work


def _seconds(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


def tfidf_work(folder: Path, size: int) -> Callable[[], int]:
    """Prepare TfidfVectorizer on the same corpus."""
    return methods.tfidf(grow_corpus(folder, size)[0])


def campaigns_work(folder: Path, size: int) -> Callable[[], int]:
    """Prepare the search for campaigns on the same corpus; the work counts them."""
    texts, languages = grow_corpus(folder, size)
    return lambda: int(find_campaigns(texts, languages).max(initial=-1)) + 1


def assign_work(folder: Path, size: int) -> Callable[[], tuple[float, float]]:
    """Prepare a model; the work gives seconds per single text, and texts per second."""
    texts, languages = grow_corpus(folder, size // 10)
    read = methods.documents(texts, languages)
    model = find_themes(read, skip=methods.LEAN).model
    fresh, codes = grow_corpus(folder, size // 10, seed=1)
    assign(model, fresh[:1], codes[:1])

    def work() -> tuple[float, float]:
        singly = list(_singly(model, fresh[:ONE_BY_ONE], codes))
        start = perf_counter()
        assign(model, fresh, codes)
        return float(np.median(singly)), len(fresh) / (perf_counter() - start)

    return work


def _singly(model: Model, texts: list[str], codes: list[str]) -> Iterator[float]:
    for text, code in zip(texts, codes, strict=False):
        start = perf_counter()
        assign(model, [text], [code])
        yield perf_counter() - start
