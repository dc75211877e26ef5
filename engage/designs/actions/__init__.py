"""Verbs of designs: keep the list of elements, write, answer, release."""

from engage.designs.actions.listing import add_element, edit_element, load_elements
from engage.designs.actions.releasing import (
    draft_release,
    has_changed,
    missing_words,
    release_design,
)
from engage.designs.actions.writing import answer_theme, describe_design, write_text

__all__ = [
    "add_element",
    "answer_theme",
    "describe_design",
    "draft_release",
    "edit_element",
    "has_changed",
    "load_elements",
    "missing_words",
    "release_design",
    "write_text",
]
