from ambasada.prisoners.actions.claims import accept_claims, dismiss_claims
from ambasada.prisoners.actions.importing import Imported, Source, Told, import_prisoners
from ambasada.prisoners.actions.letting_go import (
    forget_people,
    forget_removed,
    let_go_of_records,
)

__all__ = [
    "Imported",
    "Source",
    "Told",
    "accept_claims",
    "dismiss_claims",
    "forget_people",
    "forget_removed",
    "import_prisoners",
    "let_go_of_records",
]
