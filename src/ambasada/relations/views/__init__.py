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
from ambasada.relations.views.duplicates import compare, duplicates, merges, undo
from ambasada.relations.views.exporting import export
from ambasada.relations.views.handing_over import hand_over
from ambasada.relations.views.home import home, start
from ambasada.relations.views.importing import (
    import_file,
    import_refused,
    imports,
    undo_import,
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
    "compare",
    "duplicates",
    "edit_interaction",
    "edit_organisation",
    "edit_person",
    "edit_row",
    "export",
    "hand_over",
    "home",
    "import_file",
    "import_refused",
    "imports",
    "interaction",
    "interactions",
    "merges",
    "note",
    "organisation",
    "organisations",
    "people",
    "person",
    "remove_row",
    "settle",
    "start",
    "undo",
    "undo_import",
]
