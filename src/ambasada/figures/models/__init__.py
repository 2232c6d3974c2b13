from ambasada.figures.models.event import TimelineEvent
from ambasada.figures.models.figure import Figure
from ambasada.figures.models.sourced import Sourced

__all__ = ["Figure", "Sourced", "TimelineEvent"]
