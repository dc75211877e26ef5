"""A mail server of one's own: SMTP over a real socket; it keeps what comes."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class PostOffice:
    """What came in, and what the next recipients are answered."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    calls: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Counter(socketserver.StreamRequestHandler):
    """One caller; knows just enough of RFC 5321."""

    def handle(self) -> None:
        office: PostOffice = self.server.office  # type: ignore[attr-defined]
        office.calls += 1
        self._say("220 here")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"QUIT":
                self._say("221 bye")
                return
            if verb == b"RCPT" and office.answers:
                self._say(office.answers.pop(0))
            elif verb == b"DATA":
                self._say("354 go on")
                office.letters.append(self._letter())
                self._say("250 taken")
            else:
                self._say("250 fine")

    def _letter(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        letter = message_from_bytes(b"".join(lines), policy=default)
        assert isinstance(letter, EmailMessage)
        return letter

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Open a mail server on a free port of this machine."""
    office = PostOffice()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Counter) as server:
        server.daemon_threads = True
        server.office = office  # type: ignore[attr-defined]
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield office
        server.shutdown()
        thread.join()
