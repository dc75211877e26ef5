"""Pictures of figures as SVG files: bars, dots, columns, tables of shades, the map.

Vega-Lite draws the charts; that loads a hundred megabytes, so only a worker or a
command asks for it, once per edition. What comes out holds no style, script or link:
attributes alone, so that it may stand in a page, in the PDF and in anybody's own
document. Text and thin lines take the colour of the text around them.
"""

from engage.web.charts.drawing import SVG, Words, sign_of
from engage.web.charts.grids import Square, column_chart, grid_chart
from engage.web.charts.maps import shaded_map
from engage.web.charts.shares import Line, bar_chart, dot_chart

__all__ = [
    "SVG",
    "Line",
    "Square",
    "Words",
    "bar_chart",
    "column_chart",
    "dot_chart",
    "grid_chart",
    "shaded_map",
    "sign_of",
]
