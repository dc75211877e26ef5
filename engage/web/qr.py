"""QR codes as SVG that may stand in a page: no style attribute, no script."""

import segno
from markupsafe import Markup  # noqa: TID251 - the porch makes markup

QUIET_ZONE = 4


def qr_svg(address: str, *, scale: int = 6) -> Markup:
    """Return the QR code of an address, black on white in either mode.

    `scale` is the side of one module in pixels. The address must stand beside it as
    text: the drawing is hidden from screen readers.
    """
    code = segno.make_qr(address, error="m")
    drawn = code.svg_inline(
        scale=scale, border=QUIET_ZONE, light="#fff", svgclass="qr", lineclass=None
    )
    width, height = code.symbol_size(scale, QUIET_ZONE)
    # With its own measures it grows and shrinks with the space it is given.
    facts = f'aria-hidden="true" focusable="false" viewBox="0 0 {width} {height}"'
    hidden = drawn.replace("<svg ", f"<svg {facts} ", 1)
    return Markup(hidden)  # noqa: S704 - numbers and colours only
