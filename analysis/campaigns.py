"""Campaigns: texts that several people sent in the same, or nearly the same, words.

Exact copies share a normalised form. Near copies are found by MinHash signatures
(Broder 1997) cut into bands: only neighbours inside a band are compared, so the work
stays linear in the number of texts. A pair counts when the Jaccard index of its
shingles reaches the threshold, and a campaign is a connected group of such pairs.
Everything runs over the sorted distinct forms, so the order of the texts is of no
matter.

Long texts are compared by runs of three words. One changed word breaks three of
those, which a short text cannot afford: short texts are compared by runs of
characters. The two ranges overlap, so that no pair falls between them.
"""

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Integers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

HASHES = 64
ROWS_PER_BAND = 3
SLICE = 20_000  # forms hashed at a time: bounds the memory

# Scripts written without spaces: each character counts as a word.
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u9fff]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Unit:
    """What a shingle is made of: characters or words, and how alike is alike."""

    split: Callable[[str], npt.NDArray[np.uint32]]
    width: int
    words_from: int
    words_to: int
    threshold: float


def find_campaigns(texts: Sequence[str], languages: Sequence[str]) -> Integers:
    """Number the campaign of each text; -1 where a text stands alone.

    Campaigns are numbered from the largest to the smallest, ties by their first form
    in the alphabet. Texts of different languages never share a campaign, and texts
    without a word belong to none.

    Args:
        texts: n texts.
        languages: Their n language codes.

    Returns:
        Shape (n,); every campaign has at least two texts.
    """
    forms = [normalise(text) for text in texts]
    keys = [(lang, form) for lang, form in zip(languages, forms, strict=True) if form]
    distinct = sorted(set(keys))
    place = {key: row for row, key in enumerate(distinct)}
    labels = np.arange(len(distinct))
    for unit in UNITS:
        labels = _link(distinct, labels, unit)
    campaigns = np.full(len(forms), -1, dtype=np.int64)
    has_words = np.array([bool(form) for form in forms], dtype=bool)
    campaigns[has_words] = _numbered(labels, [place[key] for key in keys])
    return campaigns


def campaign_sizes(campaigns: Integers) -> Integers:
    """Count the texts of each campaign: shape (number of campaigns,)."""
    return np.bincount(campaigns[campaigns >= 0]).astype(np.int64)


def normalise(text: str) -> str:
    """Give the words of a text, without case, accents, marks or spacing."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(_WORD.findall(text.casefold()))


def _numbered(labels: Integers, rows: Sequence[int]) -> Integers:
    """Number the components that hold two texts or more, the largest first."""
    component = labels[np.asarray(rows, dtype=np.int64)]
    sizes = np.bincount(component, minlength=len(labels))
    order = np.argsort(-sizes, kind="stable")  # a component's label is its first form
    number = np.full(len(labels), -1, dtype=np.int64)
    shared = order[sizes[order] >= 2]
    number[shared] = np.arange(len(shared))
    return number[component]


def _link(keys: Sequence[tuple[str, str]], labels: Integers, unit: Unit) -> Integers:
    """Join the components of forms that are near copies by this unit."""
    words = np.array([form.count(" ") + 1 for _, form in keys], dtype=np.int64)
    long_enough = np.array([len(form) >= unit.width for _, form in keys], dtype=bool)
    fits = (words >= unit.words_from) & (words < unit.words_to) & long_enough
    rows = np.flatnonzero(fits)
    if len(rows) < 2:
        return labels
    chosen = [keys[row] for row in rows.tolist()]
    signatures = np.concatenate(
        [_signatures(*_shingles(part, unit)) for part in _slices(chosen)]
    )
    for left, right in _neighbours(signatures):
        apart = labels[rows[left]] != labels[rows[right]]
        pairs = (left[apart], right[apart])
        alike = _alike(chosen, signatures, pairs, unit)
        labels = _joined(labels, rows[pairs[0][alike]], rows[pairs[1][alike]])
    return labels


def _slices(keys: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    for start in range(0, len(keys), SLICE):
        yield keys[start : start + SLICE]


def _characters(form: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(form.encode("utf-32-le"), dtype=np.uint32)


def _words(form: str) -> npt.NDArray[np.uint32]:
    hashes = [zlib.crc32(word.encode()) for word in form.split(" ")]
    return np.array(hashes, dtype=np.uint32)


UNITS = (
    Unit(_characters, width=5, words_from=1, words_to=24, threshold=0.6),
    Unit(_words, width=3, words_from=12, words_to=2**62, threshold=0.5),
)


def _shingles(keys: Sequence[tuple[str, str]], unit: Unit) -> tuple[Hashes, Integers]:
    """Hash each run of ``width`` units.

    Returns:
        The hashes of all rows one after the other, and where each row starts (with
        the end of the last): shape (rows + 1,).
    """
    parts = [unit.split(form) for _, form in keys]
    flat = np.concatenate(parts).astype(np.uint64)
    lengths = np.array([len(part) for part in parts], dtype=np.int64)
    row = np.repeat(np.arange(len(keys)), lengths)
    salts = np.array([zlib.crc32(lang.encode()) for lang, _ in keys], dtype=np.uint64)
    last = len(flat) - unit.width + 1
    hashes = salts[row[:last]]
    for step in range(unit.width):
        hashes = hashes * _ODD + flat[step : step + last]
    whole = row[:last] == row[unit.width - 1 :]
    starts = np.concatenate(([0], np.cumsum(lengths - unit.width + 1)))
    return _mixed(hashes[whole]), starts


def _mixed(values: Hashes) -> Hashes:
    """Spread the bits of each value: SplitMix64's finaliser (Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _signatures(hashes: Hashes, starts: Integers) -> npt.NDArray[np.uint32]:
    """Keep the smallest value of each row under each hash function.

    Multiply-shift hashing (Dietzfelbinger et al. 1997). Shape (rows, HASHES).
    """
    factors = _mixed(np.arange(1, 2 * HASHES + 1, dtype=np.uint64) * _ODD)
    signatures = np.empty((len(starts) - 1, HASHES), dtype=np.uint32)
    for column in range(HASHES):
        values = hashes * (factors[column] | np.uint64(1)) + factors[HASHES + column]
        values >>= np.uint64(32)
        signatures[:, column] = np.minimum.reduceat(values, starts[:-1])
    return signatures


def _neighbours(
    signatures: npt.NDArray[np.uint32],
) -> Iterator[tuple[Integers, Integers]]:
    """Yield, for each band, the pairs of rows that agree in it.

    Within a bucket each row meets the bucket's first row and the row before it (by
    the next band, which draws true copies together): linear, whatever the buckets.
    """
    bands = HASHES // ROWS_PER_BAND
    keys = [_band(signatures, band) for band in range(bands)]
    for band in range(bands):
        order = np.lexsort((keys[(band + 1) % bands], keys[band]))
        ordered = keys[band][order]
        is_next = ordered[1:] == ordered[:-1]
        starts = np.where(np.concatenate(([True], ~is_next)), np.arange(len(order)), 0)
        first = order[np.maximum.accumulate(starts)]
        right = order[1:][is_next]
        yield (
            np.concatenate((order[:-1][is_next], first[1:][is_next])),
            np.concatenate((right, right)),
        )


def _band(signatures: npt.NDArray[np.uint32], band: int) -> Hashes:
    key = np.zeros(len(signatures), dtype=np.uint64)
    for column in range(band * ROWS_PER_BAND, (band + 1) * ROWS_PER_BAND):
        key = _mixed(key * _ODD + signatures[:, column])
    return key


def _alike(
    keys: Sequence[tuple[str, str]],
    signatures: npt.NDArray[np.uint32],
    pairs: tuple[Integers, Integers],
    unit: Unit,
) -> npt.NDArray[np.bool_]:
    """Tell which pairs of rows reach the threshold of the Jaccard index."""
    left, right = pairs
    alike = np.zeros(len(left), dtype=bool)
    for start in range(0, len(left), SLICE):
        part = slice(start, start + SLICE)
        agreement = (signatures[left[part]] == signatures[right[part]]).mean(axis=1)
        # Two standard errors of a signature's estimate below the threshold.
        hopeful = start + np.flatnonzero(agreement >= unit.threshold - 2 * 0.0625)
        if len(hopeful):
            index = _jaccard(keys, left[hopeful], right[hopeful], unit)
            alike[hopeful] = index >= unit.threshold
    return alike


def _jaccard(
    keys: Sequence[tuple[str, str]], left: Integers, right: Integers, unit: Unit
) -> npt.NDArray[np.float64]:
    """Measure the exact Jaccard index of the shingles of each pair of rows."""
    rows, place = np.unique(np.concatenate((left, right)), return_inverse=True)
    hashes, starts = _shingles([keys[row] for row in rows.tolist()], unit)
    columns = (hashes >> np.uint64(34)).astype(np.int32)
    ones = np.ones(len(columns), dtype=np.int32)
    shape = (len(rows), 2**30)
    present = sparse.csr_array((ones, columns, starts.astype(np.int32)), shape=shape)
    present.sum_duplicates()
    present.data[:] = 1
    sizes = present.sum(axis=1)
    one, other = place[: len(left)], place[len(left) :]
    both = present[one].multiply(present[other]).sum(axis=1)
    return np.asarray(both / (sizes[one] + sizes[other] - both), dtype=np.float64)


def _joined(labels: Integers, left: Integers, right: Integers) -> Integers:
    """Merge the components of linked forms; a component's label is its first form."""
    n = len(labels)
    ends = (np.concatenate((np.arange(n), left)), np.concatenate((labels, right)))
    graph = sparse.coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(n, n))
    _, component = sparse.csgraph.connected_components(graph, directed=False)
    _, first = np.unique(component, return_index=True)
    return np.asarray(first[component], dtype=np.int64)
