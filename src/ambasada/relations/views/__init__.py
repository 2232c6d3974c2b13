from ambasada.relations.views.anonymising import anonymise
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
from ambasada.relations.views.handing_over import hand_over
from ambasada.relations.views.home import home, start
from ambasada.relations.views.registering import (
    count_withheld,
    keep_off,
    put_on_register,
    register,
    set_delay,
)
from ambasada.relations.views.rows import add_row, close_place, edit_row, remove_row

__all__ = [
    "add_interaction",
    "add_organisation",
    "add_person",
    "add_row",
    "advise",
    "anonymise",
    "close_place",
    "count_withheld",
    "edit_interaction",
    "edit_organisation",
    "edit_person",
    "edit_row",
    "hand_over",
    "home",
    "interaction",
    "interactions",
    "keep_off",
    "note",
    "organisation",
    "organisations",
    "people",
    "person",
    "put_on_register",
    "register",
    "remove_row",
    "set_delay",
    "settle",
    "start",
]
