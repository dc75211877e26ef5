"""What news can be about."""

PROVINCE = "province"
# What links in letters are for; each purpose has tokens of its own.
CONFIRM_LINK, LEAVE_LINK, DIGEST_LINK = "news.confirm", "news.leave", "news.digest"
CATCHMENT, CONSULTATION = "catchment", "consultation"


def catchment_topic(slug: str) -> str:
    """Return the topic of a catchment."""
    return f"{CATCHMENT}/{slug}"


def consultation_topic(slug: str) -> str:
    """Return the topic of a consultation."""
    return f"{CONSULTATION}/{slug}"
