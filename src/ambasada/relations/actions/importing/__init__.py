"""Importing contacts: one verb, which a dry run undoes at its end, and its undoing."""

from ambasada.relations.actions.importing.saving import save_mapping, saved_mappings
from ambasada.relations.actions.importing.terms import (
    Difference,
    Kind,
    Record,
    Terms,
    Verdict,
    Why,
)
from ambasada.relations.actions.importing.undoing import Undone, forget_imports, undo_import
from ambasada.relations.actions.importing.uploads import sweep_imports
from ambasada.relations.actions.importing.verb import import_contacts

__all__ = [
    "Difference",
    "Kind",
    "Record",
    "Terms",
    "Undone",
    "Verdict",
    "Why",
    "forget_imports",
    "import_contacts",
    "save_mapping",
    "saved_mappings",
    "sweep_imports",
    "undo_import",
]
