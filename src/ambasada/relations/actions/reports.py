"""Taking a report along as a table, which leaves the embassy and is therefore written down."""

import hashlib
from datetime import datetime

from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.contacts.csv_writing import write_csv
from ambasada.network.models import Embassy
from ambasada.relations.queries import REPORTS
from ambasada.relations.rules import require_keeper


@transaction.atomic
def export_report(kind: str, *, embassy: Embassy, by: Member, now: datetime) -> bytes:
    """Return a report as CSV that no spreadsheet takes for a program; nobody of us is named in it.

    The ledger says who took which report of which embassy, and the hash of what they took.
    """
    require_keeper(by, embassy, today=now.date())
    report = REPORTS[kind].make(embassy, now.date())
    table = write_csv(report.header, (line.cells for line in report.lines))
    digest = hashlib.sha256(table).hexdigest()
    subject = f"relations.{kind}_report:{embassy.pk}"
    append(Verb.EXPORTED, by=by, subject=subject, now=now, digest=digest)
    return table
