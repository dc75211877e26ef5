"""Feeds in Atom (RFC 4287), in the language of their address; never people's words."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.news.queries import Happening
from engage.reports.models import Edition
from engage.web.formatting import day, pick

ATOM = "http://www.w3.org/2005/Atom"
KIND = "application/atom+xml"


def written_feed(
    title: str, happenings: Sequence[Happening], *, base: str, page: str, here: str
) -> bytes:
    """Return a feed as XML.

    `base` is the site's address with the language, `page` the path of the page it
    belongs to and `here` its own, both below `base`.
    """
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": current_language()})
    _text(feed, "title", title)
    _text(feed, "id", f"{base}/{here}")
    newest = happenings[0].at if happenings else clock.now().replace(
        hour=0, minute=0, second=0, microsecond=0
    )  # fmt: skip
    _text(feed, "updated", newest.isoformat(timespec="seconds"))
    SubElement(feed, "link", {"rel": "self", "href": f"{base}/{here}", "type": KIND})
    SubElement(feed, "link", {"rel": "alternate", "href": f"{base}/{page}"})
    author = SubElement(feed, "author")
    _text(author, "name", "ONESTEP")
    for one in happenings:
        _add_entry(feed, one, base)
    body: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _add_entry(feed: Element, one: Happening, base: str) -> None:
    path, mark = _place(one)
    title, summary = _words(one)
    entry = SubElement(feed, "entry")
    _text(entry, "title", title)
    _text(entry, "id", f"{base}/{path}#{mark}")
    _text(entry, "updated", one.at.isoformat(timespec="seconds"))
    SubElement(entry, "link", {"rel": "alternate", "href": f"{base}/{path}"})
    _text(entry, "summary", summary)


def _place(one: Happening) -> tuple[str, str]:
    """Return where an entry leads, and what tells it from others that lead there."""
    if one.release is not None:
        place = one.release.design.catchment.slug
        return f"designs/{place}", f"release-{one.release.number}"
    slug = one.consultation.slug if one.consultation is not None else ""
    if one.edition is not None:
        return f"reports/{slug}/{one.edition.name}", one.kind
    return f"consultations/{slug}", one.kind


def _words(one: Happening) -> tuple[str, str]:
    """Return the title of an entry and one sentence more."""
    if one.release is not None:
        place = pick(one.release.design.catchment.name)
        told = _("How the plan answers what was said there.")
        return _("What is planned: %(place)s", place=place), told
    if one.edition is not None:
        return _of_report(one.edition, one.kind)
    return _of_days(one.consultation, one.kind) if one.consultation else ("", "")


def _of_days(consultation: Consultation, kind: str) -> tuple[str, str]:
    title, last = pick(consultation.title), day(consultation.closes_on)
    if kind == "opened":
        told = _("Answers are taken until %(day)s.", day=last)
        return _("Open: %(title)s", title=title), told
    return _("Closed: %(title)s", title=title), _("The last day was %(day)s.", day=last)


def _of_report(edition: Edition, kind: str) -> tuple[str, str]:
    title = pick(edition.report.consultation.title)
    told = _("What people said, theme by theme, and what was counted.")
    words = _("Report: %(title)s, edition %(number)s")
    if kind == "revised":
        told = _("The same figures; words were corrected or taken back.")
        words = _("Report revised: %(title)s, edition %(number)s")
    elif edition.is_interim:
        words = _("Interim report: %(title)s, edition %(number)s")
    return words % {"title": title, "number": edition.name}, told


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = words
