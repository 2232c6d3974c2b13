"""Reports on the screen, and as tables to take along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ambasada.accounts.requests import member_of
from ambasada.network.models import Embassy
from ambasada.relations import actions
from ambasada.relations.queries import REPORTS
from ambasada.relations.views.entering import for_keepers

_MOST = 200  # rows on a screen; the table has them all


@require_safe
@for_keepers
def reports(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """List the reports that there are."""
    context = {"embassy": embassy, "kinds": REPORTS}
    return render(request, "relations/reports.html", context)


@require_safe
@for_keepers
def report(request: HttpRequest, embassy: Embassy, kind: str) -> HttpResponse:
    """Show a report, its first rows if it has many."""
    if kind not in REPORTS:
        raise Http404
    made = REPORTS[kind].make(embassy, timezone.now().date())
    context = {
        "embassy": embassy,
        "key": kind,
        "kind": REPORTS[kind],
        "header": made.header,
        "lines": made.lines[:_MOST],
        "count": len(made.lines),
        "names_us": any(line.who for line in made.lines),
    }
    return render(request, "relations/report.html", context)


@require_POST
@for_keepers
def report_table(request: HttpRequest, embassy: Embassy, kind: str) -> HttpResponse:
    """Answer the whole report as CSV, and write down that it was taken along."""
    if kind not in REPORTS:
        raise Http404
    table = actions.export_report(kind, embassy=embassy, by=member_of(request), now=timezone.now())
    named = f'attachment; filename="{kind}.csv"'
    return HttpResponse(table, "text/csv; charset=utf-8", headers={"Content-Disposition": named})
