"""The model that goes out with a report, and the published texts placed by it."""

from collections.abc import Sequence

from engage.core.disclosure import Disclosure
from engage.themes.discovery.engine import readable

Said = tuple[str, str]


def model_to_publish(
    model: bytes, texts: Sequence[Said], rules: Disclosure
) -> bytes | None:
    """Return the part of a run's model that places some texts (words, language).

    None where this version cannot read the model.
    """
    from analysis.narrowing import Coarse, narrow  # noqa: PLC0415 - heavy

    read = readable(model)
    if read is None:
        return None
    words, languages = [said for said, _ in texts], [code for _, code in texts]
    return narrow(read, words, languages, Coarse(rules.k, rules.base)).to_bytes()


def themes_by_model(model: bytes, texts: Sequence[Said]) -> list[str | None] | None:
    """Return the key of each text's theme; None for a model of another version."""
    from analysis import assign  # noqa: PLC0415 - heavy

    read = readable(model)
    if read is None:
        return None
    places = assign(read, [said for said, _ in texts], [code for _, code in texts])
    return [place.theme for place in places]
