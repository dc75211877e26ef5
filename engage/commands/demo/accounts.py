"""Sample accounts, with passwords made for this installation alone."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from engage.core.actors import SYSTEM, Role
from engage.people.actions import create_user
from engage.people.queries import find_user_by_email

FILE = "demo-accounts.json"


@dataclass(frozen=True)
class Account:
    """How to sign in as one of the sample staff."""

    email: str
    password: str
    what: str


def make_accounts(data_dir: Path) -> list[Account]:
    """Create the sample staff that is not there yet; return how to sign in."""
    kept = _kept(data_dir)
    wanted = (
        ("luc@example.org", "Luc", Role.FACILITATOR, ("northeast",)),
        ("odile@example.org", "Odile", Role.PUBLISHER, ()),
        ("admin@example.org", "Admin", Role.ADMIN, ()),
    )
    for email, name, role, catchments in wanted:
        if find_user_by_email(email) is not None:
            continue
        password = secrets.token_urlsafe(12)
        create_user(
            email,
            role=role,
            password=password,
            catchments=catchments,
            name=name,
            by=SYSTEM,
        )
        what = f"{role.value}, Northeast" if catchments else role.value
        kept[email] = Account(email, password, what)
        _keep(data_dir, kept)
    return list(kept.values())


def _kept(data_dir: Path) -> dict[str, Account]:
    path = data_dir / FILE
    if not path.exists():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))
    return {item["email"]: Account(**item) for item in found}


def _keep(data_dir: Path, accounts: dict[str, Account]) -> None:
    """Write the passwords for their owner's eyes only."""
    beside = data_dir / f"{FILE}.new"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(item) for item in accounts.values()], file, indent=1)
    beside.replace(data_dir / FILE)
