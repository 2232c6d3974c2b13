"""What can be read of editions: which there are, what they hold, whether they are sound."""

from ambasada.editions.queries.editions import (
    Difference,
    Listed,
    counts_of,
    difference_between,
    languages_of,
    list_of,
    manifest_of,
)
from ambasada.editions.queries.erasable import Going, what_would_go
from ambasada.editions.queries.erased import Erased, erased_before
from ambasada.editions.queries.mirrors import (
    Elsewhere,
    elsewhere_of,
    false_mirrors,
    mirrors_for_readers,
    onion_for_readers,
)
from ambasada.editions.queries.overview import Overview, overview_of
from ambasada.editions.queries.rollbacks import (
    WaitingRollback,
    all_waiting,
    asked_of,
    consents_needed_for,
    hindrance_of,
    rollback_to_make,
    rollbacks_before,
)
from ambasada.editions.queries.verifying import faults_of

__all__ = [
    "Difference",
    "Elsewhere",
    "Erased",
    "Going",
    "Listed",
    "Overview",
    "WaitingRollback",
    "all_waiting",
    "asked_of",
    "consents_needed_for",
    "counts_of",
    "difference_between",
    "elsewhere_of",
    "erased_before",
    "false_mirrors",
    "faults_of",
    "hindrance_of",
    "languages_of",
    "list_of",
    "manifest_of",
    "mirrors_for_readers",
    "onion_for_readers",
    "overview_of",
    "rollback_to_make",
    "rollbacks_before",
    "what_would_go",
]
