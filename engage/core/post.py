"""Handing letters over: to a mail server, or as files into a folder (rules 10, 14)."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from engage.core import clock

SECONDS = 30
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
# Lines as long as mail allows: a link that is folded can no longer be followed.
UNFOLDED = SMTP.clone(max_line_length=998)
PORTS = {"smtp": 25, "smtps": 465}
REFUSED_FOR_GOOD = 500


@dataclass(frozen=True)
class Message:
    """A letter as it is written: to whom, about what, in which language.

    `unsubscribe_url` takes one click, and is for what people asked to get.
    """

    to: str
    subject: str
    text: str
    language: str
    unsubscribe_url: str = ""


class PostRefused(Exception):
    """A letter could not be handed over; names no address (rule 33)."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


class Postman:
    """Hands letters over, over one connection while it lasts.

    `smtp://` turns to encryption where a server elsewhere offers it, and always before
    it says a password; `smtps://` is encrypted from the start.
    """

    def __init__(self, mail_url: str, mail_from: str) -> None:
        self._url = urlsplit(mail_url)
        self._from = mail_from
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Begin a round."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End the round."""
        self._hang_up()

    def deliver(self, message: Message, public_id: str, postal_address: str) -> None:
        """Hand one letter over.

        Raises:
            PostRefused: It was not taken; `is_final` says that no try will help.
        """
        letter = written(message, public_id, self._from, postal_address)
        if self._url.scheme == "file":
            _write(Path(unquote(self._url.path)), public_id, letter)
        elif self._url.scheme in PORTS:
            self._send(letter)
        else:
            raise PostRefused("ENGAGE_MAIL_URL is not set")

    def _send(self, letter: EmailMessage) -> None:
        try:
            if self._server is None:
                self._server = _called(self._url)
            self._server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            self._hang_up()
            codes = [code for code, _words in error.recipients.values()]
            is_final = min(codes, default=0) >= REFUSED_FOR_GOOD
            raise PostRefused(f"refused: {codes}", is_final=is_final) from error
        except smtplib.SMTPResponseException as error:
            self._hang_up()
            raise PostRefused(f"answered {error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise PostRefused(type(error).__name__) from error

    def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


def written(
    message: Message, public_id: str, mail_from: str, postal_address: str
) -> EmailMessage:
    """Return a letter ready to go: plain text, a foot, nothing that follows anybody."""
    letter = EmailMessage(policy=UNFOLDED)
    foot = f"\n-- \n{postal_address}\n" if postal_address else ""
    letter.set_content(f"{message.text.strip()}\n{foot}", cte="quoted-printable")
    letter["From"] = mail_from
    letter["To"] = message.to
    letter["Subject"] = " ".join(message.subject.split())
    letter["Date"] = format_datetime(clock.now())
    domain = mail_from.rpartition("@")[2].rstrip(">")
    letter["Message-ID"] = f"<{public_id}@{domain}>"
    letter["Content-Language"] = message.language
    letter["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe_url:
        letter["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return letter


def _called(url: SplitResult) -> smtplib.SMTP:
    """Return a connection to the mail server, signed in where a name is given."""
    host, port = url.hostname or "localhost", url.port or PORTS[url.scheme]
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
        server.ehlo()
        if url.username or (server.has_extn("starttls") and host not in HERE):
            server.starttls(context=context)
            server.ehlo()
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


def _write(folder: Path, public_id: str, letter: EmailMessage) -> None:
    """Write a letter beside, then rename it: nobody reads half of one (rule 26)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f".{public_id}.part"
        beside.write_bytes(letter.as_bytes())
        beside.replace(folder / f"{public_id}.eml")
    except OSError as error:
        raise PostRefused(type(error).__name__) from error
