"""Random codes and keyed hashes."""

import base64
import hashlib
import hmac
import secrets

# Crockford's base 32: no I, L, O or U, so that a code can be read aloud and typed.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20


def new_token() -> str:
    """Return 256 random bits for links and cookies."""
    return secrets.token_urlsafe(32)


def new_public_id() -> str:
    """Return 80 random bits that name a thing in public, in no order (rule 16)."""
    return secrets.token_hex(10)


def token_hash(token: str) -> str:
    """Return what is stored in place of a token (rule 7)."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(key: str, purpose: str, text: str) -> bytes:
    """Return the HMAC-SHA-256 of a text for one purpose."""
    return hmac.new(key.encode(), f"{purpose}\0{text}".encode(), "sha256").digest()


def link_token(key: str, purpose: str, name: str) -> str:
    """Return the token of a link for one purpose: 256 bits, the same each time.

    A letter can be written again with it, and only its hash is stored (rule 7).
    """
    raw = keyed(key, f"link:{purpose}", name)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def receipt_code(key: str, submission_key: str) -> str:
    """Return a submission's receipt code: 100 bits, the same each time (rule 7)."""
    return _code(keyed(key, "receipt", submission_key))


def resume_code(key: str, submission_key: str) -> str:
    """Return the code under which a reply not sent yet is put aside (rule 7)."""
    return _code(keyed(key, "resume", submission_key))


def _code(digest: bytes) -> str:
    number = int.from_bytes(digest[:13], "big") >> 4
    signs = [ALPHABET[(number >> (5 * place)) & 31] for place in range(CODE_LENGTH)]
    groups = ("".join(signs[i : i + 5]) for i in range(0, CODE_LENGTH, 5))
    return "-".join(groups)


def normalised_code(typed: str) -> str:
    """Return a typed code as it was shown: capitals, O as 0, I and L as 1, dashes."""
    plain = typed.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    signs = "".join(sign for sign in plain if sign in ALPHABET)
    return "-".join(signs[i : i + 5] for i in range(0, len(signs), 5))
