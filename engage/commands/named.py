"""What a command is told by name; a name nobody bears is refused in a sentence."""

from typing import TypeVar

from engage.consultations.models import Consultation
from engage.consultations.queries import find_consultation
from engage.core.errors import NotFound
from engage.people.models import User
from engage.people.queries import find_user_by_email
from engage.surveys.models import Survey
from engage.surveys.queries import find_survey

Named = TypeVar("Named")


def get_person(email: str) -> User:
    """Return the person with an e-mail address.

    Raises:
        NotFound: Nobody here has it.
    """
    return _found(find_user_by_email(email), f"Nobody here has the address {email}.")


def get_consultation(slug: str) -> Consultation:
    """Return the consultation with an address.

    Raises:
        NotFound: There is none.
    """
    return _found(find_consultation(slug), f"There is no consultation “{slug}”.")


def get_survey(slug: str) -> Survey:
    """Return the survey with an address.

    Raises:
        NotFound: There is none.
    """
    return _found(find_survey(slug), f"There is no survey “{slug}”.")


def _found(named: Named | None, otherwise: str) -> Named:
    if named is None:
        raise NotFound(otherwise)
    return named
