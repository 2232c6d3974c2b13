from ambasada.relations.views.anonymising import anonymise
from ambasada.relations.views.areas import add_area, area, areas, edit_area, postcode
from ambasada.relations.views.dealings import (
    add_interaction,
    advise,
    edit_interaction,
    interaction,
    interactions,
    note,
    settle,
)
from ambasada.relations.views.directory import (
    add_organisation,
    add_person,
    edit_organisation,
    edit_person,
    organisation,
    organisations,
    people,
    person,
)
from ambasada.relations.views.feeds import calendar, calendars, close_calendar, widen_calendar
from ambasada.relations.views.handing_over import hand_over
from ambasada.relations.views.home import home, start
from ambasada.relations.views.picture import picture, picture_of
from ambasada.relations.views.reports import report, report_table, reports
from ambasada.relations.views.rows import add_row, close_place, edit_row, remove_row
from ambasada.relations.views.standing import change_standing

__all__ = [
    "add_area",
    "add_interaction",
    "add_organisation",
    "add_person",
    "add_row",
    "advise",
    "anonymise",
    "area",
    "areas",
    "calendar",
    "calendars",
    "change_standing",
    "close_calendar",
    "close_place",
    "edit_area",
    "edit_interaction",
    "edit_organisation",
    "edit_person",
    "edit_row",
    "hand_over",
    "home",
    "interaction",
    "interactions",
    "note",
    "organisation",
    "organisations",
    "people",
    "person",
    "picture",
    "picture_of",
    "postcode",
    "remove_row",
    "report",
    "report_table",
    "reports",
    "settle",
    "start",
    "widen_calendar",
]
