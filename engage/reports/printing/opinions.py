"""Opinion groups and the scores of rankings, as the printed report says them."""

from collections.abc import Iterator

from engage.core.i18n import gettext as _
from engage.reports.printing.pieces import Row, heading, part_text, written_in


def opinions_of(document: Row, language: str) -> Iterator[Row]:
    """Yield the opinion groups of each discussion."""
    if not document["opinions"]:
        return
    yield heading(2, _("Opinion groups"))
    for found in document["opinions"]:
        yield heading(3, found["title"][language])
        yield {"kind": "table", **_groups(found, language)}
        for name, title in (
            ("joining", _("What joins the groups")),
            ("dividing", _("What divides them")),
        ):
            if found[name]:
                yield heading(4, title)
                for row in found[name]:
                    yield _statement(row)


def _groups(found: Row, language: str) -> Row:
    return {
        "title": found["title"][language],
        "header": [_("Group"), _("Number of people")],
        "rows": [[group_name(one["id"]), part_text(one)] for one in found["groups"]],
    }


def _statement(row: Row) -> Row:
    votes = "; ".join(
        f"{group_name(one['id'])} ({part_text(one)})" for one in row["groups"]
    )
    told = _("Agreed – %(votes)s.", votes=votes)
    if row["gone"]:
        return {"kind": "fine", "text": told}
    return {
        "kind": "quote",
        "text": row["text"],
        "lang": written_in(row["language"]),
        "source": told,
    }


def group_name(letter: str) -> str:
    """Return what a group is called."""
    words: str = _("group %(letter)s", letter=letter.upper())
    return words
