"""Sayings of one subject are joined; themes without a clear break stay as they are."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from analysis.kernels import Kernels
from analysis.subjects import gather
from analysis.vectors import unit_rows


def sayings(subjects, each=10, shared=1.0):
    """Kernels of `each` texts; those of one subject share a word of this weight."""
    kernels = len(subjects)
    table = np.zeros((kernels * each, kernels + max(subjects) + 1), np.float32)
    for kernel, subject in enumerate(subjects):
        rows = slice(kernel * each, (kernel + 1) * each)
        table[rows, kernel] = 2
        table[rows, kernels + subject] = shared
    labels = np.repeat(np.arange(kernels), each)
    return Kernels(labels, kernels, 1.0, kernels), unit_rows(csr_matrix(table))


def test_sayings_of_three_subjects_become_three():
    kernels, vectors = sayings([0, 0, 0, 1, 1, 1, 2, 2])
    found = gather(kernels, vectors)
    assert found.gathered
    assert found.number == 3
    subjects = found.labels[::10].tolist()
    assert subjects[0] == subjects[1] == subjects[2] != subjects[3]
    assert len(set(subjects)) == 3


def test_texts_in_no_kernel_stay_in_none():
    kernels, vectors = sayings([0, 0, 1, 1, 2, 2])
    kernels.labels[0] = -1
    assert gather(kernels, vectors).labels[0] == -1


@pytest.mark.parametrize("subjects", [[0, 1, 2, 3, 4, 5], [0, 0, 1, 2], [0] * 6])
def test_without_a_clear_break_nothing_is_joined(subjects):
    kernels, vectors = sayings(subjects)
    assert gather(kernels, vectors) is kernels
