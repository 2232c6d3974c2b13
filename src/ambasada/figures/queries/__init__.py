"""Reads of figures, data sets and the timeline: what is public, and what is overdue."""

from ambasada.figures.queries.overdue import overdue_of
from ambasada.figures.queries.shown import (
    Earlier,
    ShownDataSet,
    ShownFigure,
    data_sets_in,
    figure_in,
    figures_in,
    is_review_overdue,
    public_options,
    timeline_in,
)

__all__ = [
    "Earlier",
    "ShownDataSet",
    "ShownFigure",
    "data_sets_in",
    "figure_in",
    "figures_in",
    "is_review_overdue",
    "overdue_of",
    "public_options",
    "timeline_in",
]
