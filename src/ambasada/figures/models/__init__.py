from ambasada.figures.models.data_set import DataSet
from ambasada.figures.models.event import TimelineEvent
from ambasada.figures.models.figure import Figure
from ambasada.figures.models.sourced import Sourced

__all__ = ["DataSet", "Figure", "Sourced", "TimelineEvent"]
