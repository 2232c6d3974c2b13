"""The rota in the admin: shifts, stand-ins, and where notices of duty go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.casework import actions
from ambasada.casework.forms import MailboxForm, ShiftForm, StandInForm
from ambasada.casework.models import Rota, Shift
from ambasada.casework.queries import shift_rows
from ambasada.casework.rules import leads
from ambasada.casework.views.duty import own_embassy, refuse, require_leading, require_rota
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy

_show_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def rota(request: HttpRequest, code: str) -> HttpResponse:
    """Show who is on duty when."""
    embassy, now = own_embassy(request, code), timezone.now()
    try:
        require_rota(request, embassy)
    except Refused as refusal:
        return refuse(request, refusal)
    context = {
        "embassy": embassy,
        "rows": shift_rows(embassy, now=now),
        "leads": leads(member_of(request), embassy, today=now.date()),
    }
    return render(request, "casework/duty/rota.html", context)


@_show_or_send
def add_shift(request: HttpRequest, code: str) -> HttpResponse:
    """Put a member on the rota."""
    embassy = own_embassy(request, code)
    form = ShiftForm(request.POST or None, embassy=embassy)
    try:
        require_leading(request, embassy)
        if request.method != "POST" or not form.is_valid():
            context = {"embassy": embassy, "form": form}
            return render(request, "casework/duty/add_shift.html", context)
        shifts = actions.add_shifts(form.plan, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        return _back(request, embassy, refusal)
    count = len(shifts)
    said = ngettext("%(count)d shift is on the rota.", "%(count)d shifts are on the rota.", count)
    messages.success(request, said % {"count": count})
    return redirect("duty_rota", embassy.code)


@_show_or_send
def stand_in(request: HttpRequest, number: int) -> HttpResponse:
    """Put a member in the place of another for one shift."""
    shift, embassy = _own_shift(request, number)
    form = StandInForm(request.POST or None, embassy=embassy)
    try:
        require_leading(request, embassy)
        if request.method != "POST" or not form.is_valid():
            rows = shift_rows(embassy, now=timezone.now())
            row = next((each for each in rows if each.shift == shift), None)
            context = {"embassy": embassy, "form": form, "row": row}
            return render(request, "casework/duty/stand_in.html", context)
        actions.stand_in(shift, form.chosen, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        return _back(request, embassy, refusal)
    messages.success(request, _("They stand in for this shift."))
    return redirect("duty_rota", embassy.code)


@require_POST
def end_shift(request: HttpRequest, number: int) -> HttpResponse:
    """Take a shift off the rota, or what is left of it."""
    shift, embassy = _own_shift(request, number)
    try:
        actions.end_shift(shift, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        return _back(request, embassy, refusal)
    messages.success(request, _("The shift is off the rota."))
    return redirect("duty_rota", embassy.code)


@_show_or_send
@passkey_required
def mailboxes(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say where notices go: whoever changes that could keep an alarm from everybody."""
    embassy = own_embassy(request, code)
    there = Rota.objects.filter(embassy=code).first() or Rota(embassy=code)
    form = MailboxForm(request.POST or None, instance=there)
    try:
        require_leading(request, embassy)
        if request.method != "POST" or not form.is_valid():
            context = {"embassy": embassy, "form": form}
            return render(request, "casework/duty/mailboxes.html", context)
        sent, by = form.cleaned_data, member_of(request)
        first, second = sent["first"], sent["second"]
        actions.name_mailboxes(embassy, first=first, second=second, by=by, now=timezone.now())
    except Refused as refusal:
        return refuse(request, refusal)
    messages.success(request, _("Notices go to these mailboxes from now on."))
    return redirect("help_desk")


def _own_shift(request: HttpRequest, number: int) -> tuple[Shift, Embassy]:
    """Return a shift in one of one's own embassies; another is as good as absent."""
    shift = get_object_or_404(Shift, pk=number)
    return shift, own_embassy(request, shift.embassy)


def _back(request: HttpRequest, embassy: Embassy, refusal: Refused) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("duty_rota", embassy.code)
