"""Charts as inline SVG, drawn while a page renders: no script, no picture, no other host.

Colour carries nothing: lines differ by their marks and dashes, bars by their hatching, and what a
chart says stands beside it in words and as a table.
"""

from ambasada.figures.charts.bars import bar_chart
from ambasada.figures.charts.lines import line_chart
from ambasada.figures.charts.paper import Series

__all__ = ["Series", "bar_chart", "line_chart"]
