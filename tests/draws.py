"""What is drawn at random in a test comes from a seed: it ends the same each time.

Public ids are random, and much hangs on them: how a count is rounded, in which order
texts are listed. `ENGAGE_TEST_SEED` gives all tests other draws; a test that holds for
some draws only is a fault, of the test or of the code.
"""

import os
import random
from base64 import urlsafe_b64encode

from engage.core import tokens

SEED = os.environ.get("ENGAGE_TEST_SEED", "1")


class Draws:
    """Stands where tokens ask `secrets`: as random, but the same in each run."""

    def __init__(self, name: str) -> None:
        self._chance = random.Random(f"{SEED} {name}")

    def token_hex(self, length: int) -> str:
        return self._chance.randbytes(length).hex()

    def token_urlsafe(self, length: int) -> str:
        return urlsafe_b64encode(self._chance.randbytes(length)).decode().rstrip("=")


def draw_as(name: str) -> None:
    """Begin the draws that belong to a test, or to a database prepared for tests."""
    tokens.secrets = Draws(name)
