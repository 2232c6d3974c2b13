from ambasada.relations.views.anonymising import anonymise
from ambasada.relations.views.areas import add_area, area, areas, edit_area, postcode
from ambasada.relations.views.briefs import brief
from ambasada.relations.views.copies import answer, copy_on_paper, letter_copy, printed, settle_copy
from ambasada.relations.views.dealings import (
    add_interaction,
    advise,
    advise_letter,
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
from ambasada.relations.views.duplicates import compare, duplicates, merges, undo
from ambasada.relations.views.exporting import export
from ambasada.relations.views.feeds import calendar, calendars, close_calendar, widen_calendar
from ambasada.relations.views.handing_over import hand_over
from ambasada.relations.views.home import home, start
from ambasada.relations.views.importing import import_file, import_refused, imports, undo_import
from ambasada.relations.views.letters import (
    act_on_letter,
    add_letter,
    add_template,
    edit_letter,
    edit_template,
    letter,
    letters,
)
from ambasada.relations.views.picture import picture, picture_of
from ambasada.relations.views.registering import (
    count_withheld,
    keep_off,
    put_on_register,
    register,
    set_delay,
)
from ambasada.relations.views.reports import report, report_table, reports
from ambasada.relations.views.rows import add_row, close_place, edit_row, remove_row
from ambasada.relations.views.segments import add_segment, edit_segment, remove_segment, segments
from ambasada.relations.views.standing import change_standing

__all__ = [
    "act_on_letter",
    "add_area",
    "add_interaction",
    "add_letter",
    "add_organisation",
    "add_person",
    "add_row",
    "add_segment",
    "add_template",
    "advise",
    "advise_letter",
    "anonymise",
    "answer",
    "area",
    "areas",
    "brief",
    "calendar",
    "calendars",
    "change_standing",
    "close_calendar",
    "close_place",
    "compare",
    "copy_on_paper",
    "count_withheld",
    "duplicates",
    "edit_area",
    "edit_interaction",
    "edit_letter",
    "edit_organisation",
    "edit_person",
    "edit_row",
    "edit_segment",
    "edit_template",
    "export",
    "hand_over",
    "home",
    "import_file",
    "import_refused",
    "imports",
    "interaction",
    "interactions",
    "keep_off",
    "letter",
    "letter_copy",
    "letters",
    "merges",
    "note",
    "organisation",
    "organisations",
    "people",
    "person",
    "picture",
    "picture_of",
    "postcode",
    "printed",
    "put_on_register",
    "register",
    "remove_row",
    "remove_segment",
    "report",
    "report_table",
    "reports",
    "segments",
    "set_delay",
    "settle",
    "settle_copy",
    "start",
    "undo",
    "undo_import",
    "widen_calendar",
]
