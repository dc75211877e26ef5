"""What a command is told by name; a name nobody bears is refused in a sentence."""

from engage.consultations.models import Consultation
from engage.consultations.queries import find_consultation
from engage.core.errors import NotFound
from engage.people.models import User
from engage.people.queries import find_user_by_email
from engage.surveys.models import Survey
from engage.surveys.queries import find_survey


def get_person(email: str) -> User:
    """Return the person with an e-mail address.

    Raises:
        NotFound: Nobody here has it.
    """
    found = find_user_by_email(email)
    if found is None:
        told = f"Nobody here has the address {email}."
        raise NotFound(told)
    return found


def get_consultation(slug: str) -> Consultation:
    """Return the consultation with an address.

    Raises:
        NotFound: There is none.
    """
    found = find_consultation(slug)
    if found is None:
        told = f"There is no consultation “{slug}”."
        raise NotFound(told)
    return found


def get_survey(slug: str) -> Survey:
    """Return the survey with an address.

    Raises:
        NotFound: There is none.
    """
    found = find_survey(slug)
    if found is None:
        told = f"There is no survey “{slug}”."
        raise NotFound(told)
    return found
