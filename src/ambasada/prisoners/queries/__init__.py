from ambasada.prisoners.queries.claims import Claim, claims_of
from ambasada.prisoners.queries.rows import Line, RowChange, changed_refs, rows_of
from ambasada.prisoners.queries.screens import Listed, found_by_name, lists_for, own_list

__all__ = [
    "Claim",
    "Line",
    "Listed",
    "RowChange",
    "changed_refs",
    "claims_of",
    "found_by_name",
    "lists_for",
    "own_list",
    "rows_of",
]
