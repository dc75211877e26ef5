"""Commands about reports: publish an edition, check one."""

import json
import tempfile
import urllib.request
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

import click
from flask import current_app

from engage.commands.main import in_app
from engage.commands.named import get_consultation
from engage.core.actors import SYSTEM
from engage.core.errors import Invalid, Misconfigured
from engage.reports import actions
from engage.reports.dataset import MANIFEST, hash_of
from engage.reports.facts import LICENCES
from engage.reports.verify import (
    differences,
    drift,
    findings,
    is_plain,
    verify_folder,
)

MOST_BYTES = 200_000_000
MOST_FILES = 500
SECONDS = 30


@click.group()
def group() -> None:
    """Publish what was heard, and check what was published."""


@group.command()
@click.option("--consultation", required=True, metavar="SLUG", help="Of what.")
@click.option(
    "--licence", type=click.Choice(list(LICENCES)), help="That of the edition before."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@in_app
def publish(consultation: str, licence: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Publish the next edition of a consultation's report."""
    press = actions.press_of(current_app.config["SETTINGS"])
    found = get_consultation(consultation)
    edition = actions.publish_edition(found, press, licence=licence, by=SYSTEM)
    base = current_app.config["SETTINGS"].base_url
    facts = {
        "edition": edition.name,
        "address": f"{base}/en/reports/{consultation}/{edition.name}",
        "folder": str(press.folder / edition.folder),
        "manifest": edition.manifest_hash,
    }
    if as_json:
        click.echo(json.dumps(facts))
    else:
        click.echo(f"Edition {edition.name} is published: {facts['address']}")


@group.command()
@click.argument("place", metavar="FOLDER_OR_URL")
@click.option("--private", is_flag=True, help="Re-derive every figure with the key.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def verify(place: str, private: bool, as_json: bool) -> int:  # noqa: FBT001
    """Check an edition: hashes, arithmetic, files that agree, texts placed anew.

    With --private, on the machine of the one who published it, every figure is made
    anew from the database. That texts or answers were withdrawn is said, and no fault.
    """
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(place)
        if place.startswith(("https://", "http://")):
            folder = _fetched(place, Path(beside))
        elif not folder.is_dir():
            told = f"There is no folder “{place}”."
            raise Misconfigured(told)
        found = verify_folder(folder)
        notes = [] if found else findings(folder)
        if private and not found:
            found, more = _rederived(folder)
            notes += more
    if as_json:
        click.echo(json.dumps({"faults": found, "findings": notes}))
    else:
        click.echo("\n".join([*notes, *(found or ["Everything holds."])]))
    return 1 if found else 0


@in_app
def _rederived(folder: Path) -> tuple[list[str], list[str]]:
    """Return where an edition differs from what the database gives now, and notes.

    What people took back, added or arranged since is a note: the figures must then be
    within what that explains.
    """
    press = actions.press_of(current_app.config["SETTINGS"])
    published = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    slug = published["consultation"]["slug"]
    consultation = get_consultation(slug)
    name = "{number}.{revision}".format(**published["edition"])
    again = actions.rederive_edition(consultation, name, press)
    if again.name == name and again.manifest_hash != hash_of(folder / MANIFEST):
        return [f"{MANIFEST}: not the one that was published here"], []
    if not (again.changed or again.is_rearranged):
        return list(differences(published, again.document)), []
    notes = []
    if again.changed:
        notes.append(
            f"{again.changed} people's answers are new, changed or withdrawn since "
            "this edition: each figure was checked to be within what they explain."
        )
    if again.is_rearranged:
        notes.append(
            "The themes were arranged anew since this edition: their figures were not "
            "made again."
        )
    moved = drift(
        published,
        again.document,
        changed=again.changed,
        rearranged=again.is_rearranged,
    )
    return moved, notes


def _fetched(address: str, folder: Path) -> Path:
    """Fetch an edition's files from its address.

    Raises:
        Invalid: There is no edition at that address.
        Misconfigured: The address cannot be reached.
    """
    base, left = address.rstrip("/"), MOST_BYTES
    try:
        content = _read(f"{base}/{MANIFEST}", MOST_BYTES)
        (folder / MANIFEST).write_bytes(content)
        names = list(json.loads(content)["files"])
        for name in filter(is_plain, names[:MOST_FILES]):
            found = _read_if_there(f"{base}/{quote(name)}", left)
            if found is not None:
                left -= len(found)
                (folder / name).write_bytes(found)
    except (HTTPError, ValueError, KeyError, TypeError, RecursionError) as error:
        message = (
            f"There is no edition at {address}. The address of one ends with its "
            "number, such as /en/reports/SLUG/2."
        )
        raise Invalid(message) from error
    except (OSError, HTTPException) as error:
        message = f"Nothing answers at {address}."
        raise Misconfigured(message) from error
    return folder


def _read_if_there(address: str, most: int) -> bytes | None:
    """Return a file of an edition, None where there is none: checking tells."""
    try:
        return _read(address, most)
    except HTTPError:
        return None


def _read(address: str, most: int) -> bytes:
    with urllib.request.urlopen(address, timeout=SECONDS) as reply:  # noqa: S310 - http(s) only
        content: bytes = reply.read(most)
    return content
