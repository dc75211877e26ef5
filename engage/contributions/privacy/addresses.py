"""E-mail addresses, links and the names people go by online."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_DOT = r"\s?(?:\.|\(dot\)|\[dot\]|\(point\)|\bdot\b|\bpoint\b)\s?"
_AT = r"\s?(?:\(at\)|\[at\]|\(arobase\)|\[arobase\]|\barobase\b)\s?"
# Quantifiers that never give back (++, *+) keep the time linear in the text.
_LABEL = r"[\w-]{1,63}+"
_MAIL = r"(?:gmail|hotmail|yahoo|outlook|icloud|sympatico|videotron|protonmail)"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}+@{_LABEL}(?:\.{_LABEL})+"
    rf"|(?<![\w+-])[\w+-]{{1,64}}+(?:{_DOT}[\w+-]{{1,64}}+){{0,4}}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{1,4}}"
    rf"|(?<![\w+-])[\w+-]{{1,64}}+(?:\sdot\s[\w+-]{{1,64}}+){{0,4}}"
    rf"\sat\s{_LABEL}(?:\sdot\s{_LABEL}){{1,4}}"
    rf"|(?<![\w+-])[\w+-]{{1,64}}+(?:\spoint\s[\w+-]{{1,64}}+){{0,4}}"
    rf"\s(?:à|chez|arobas)\s(?!quel\b){_LABEL}(?:\spoint\s{_LABEL}){{1,4}}"
    rf"|(?<![\w.+-])[\w.+-]{{1,64}}+(?:\s?@\s?|\s(?:at|à|chez|arobas)\s){_MAIL}\b"
    r"(?:\s?\.\s?(?:com|ca|fr|org))?",
    re.IGNORECASE,
)
_URL = re.compile(
    r"https?://\S+|(?<![\w.])www\.\S+"
    r"|(?<![\w.-])(?:[a-z0-9-]{1,63}+\.){1,6}(?<=\.)"
    r"(?:com|ca|org|net|fr|info|io|biz|tv|eu|me|gg|ly|app|blog|shop|online|site|link|example|quebec|gov|edu)\b(?:/\S*)?",
    re.IGNORECASE,
)
_AT_HANDLE = re.compile(
    r"(?<![\w.@])@(?!(?:work|home|school|the|least|all|this)\b)[A-Za-z]\w*(?:\.\w+)*(?<=\w{3})"
)
_PLACE = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|tiktok|twitter|facebook|fb|discord|telegram"
    r"|whatsapp|linkedin|youtube|messenger|signal|reddit|skype|threads|twitch|steam)"
)
_MARKED = r"@?(?P<it>(?=\w*(?:[\d_]|\.\w))(?=[\w.]*[A-Za-z])\w[\w.]+\w)"
_PLAIN = r"@?(?P<it>(?=[\w.]*[A-Za-z])\w[\w.]+\w)"
_NAMED_HANDLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_PLACE}\b\W+(?:\w+\W+){{0,3}}?{_MARKED}",
        rf"\b(?:my|mon)\s{_PLACE}\s?(?:name\s|handle\s)?(?:is|:)\s{_PLAIN}",
        (
            rf"\b(?:user\s?name|handle|gamertag|pseudo(?:nyme)?|nom\sd['’]utilisat(?:eur|rice))"
            rf"\s(?:is|est|:|c['’]est)\s{_PLAIN}"
        ),
        r"(?<![\w/])(?P<it>u/\w{3,})",
        rf"\b(?:find|follow|add)\sme\son\s{_PLACE}\s(?:as|under)\s{_PLAIN}",
    )
)


def find_emails(text: str, language: str) -> Iterator[Span]:
    """Find e-mail addresses, also spelled out: "carol dot w at example dot com"."""
    del language
    return (found.span() for found in _EMAIL.finditer(text))


def find_urls(text: str, language: str) -> Iterator[Span]:
    """Find links, with or without their beginning."""
    del language
    for found in _URL.finditer(text):
        yield found.start(), found.start() + len(found.group().rstrip(".,;:!?)»”"))


def find_handles(text: str, language: str) -> Iterator[Span]:
    """Find names used online: after an @, or after the name of a network."""
    del language
    for found in _AT_HANDLE.finditer(text):
        yield found.span()
    for pattern in _NAMED_HANDLES:
        for found in pattern.finditer(text):
            yield found.span("it")
