"""What the worker wrote into the folder for letters, read as a person would."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from engage.core.config import Settings
from engage.core.worker import run_waiting_jobs


def letters(settings: Settings, to: str = "") -> list[EmailMessage]:
    """Have the worker send what waits; return all letters so far, or those to one."""
    run_waiting_jobs()
    folder = Path(settings.mail_url.removeprefix("file://"))
    read = [path.read_bytes() for path in sorted(folder.glob("*.eml"))]
    found = [message_from_bytes(one, policy=default) for one in read]
    return [
        letter
        for letter in found
        if isinstance(letter, EmailMessage) and to in {"", letter["To"]}
    ]


def links_in(letter: EmailMessage, part: str, base: str) -> list[str]:
    """Return the paths of the links in a letter that hold some part."""
    words = letter.get_content().split()
    found = [word for word in words if word.startswith(base) and part in word]
    return [word.removeprefix(base) for word in found]
