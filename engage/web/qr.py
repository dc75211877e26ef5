"""QR codes as SVG that may stand in a page: no style attribute, no script."""

import segno
from markupsafe import Markup  # noqa: TID251 - the porch makes markup

QUIET_ZONE = 4


def qr_svg(address: str, *, scale: int = 6) -> Markup:
    """Return the QR code of an address, black on white in either mode.

    `scale` is the side of one module in pixels. The address must stand beside it as
    text: the drawing is hidden from screen readers.
    """
    drawn = segno.make_qr(address, error="m").svg_inline(
        scale=scale, border=QUIET_ZONE, light="#fff", svgclass="qr", lineclass=None
    )
    hidden = drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return Markup(hidden)  # noqa: S704 - numbers and colours only
