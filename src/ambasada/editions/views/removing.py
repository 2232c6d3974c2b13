"""Staff: taking somebody off lists of prisoners at their family's wish."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.editions.actions import remove_at_wish
from ambasada.editions.folders import Folders
from ambasada.editions.forms import RemoveForm
from ambasada.editions.queries.erasable import bundles_of
from ambasada.editions.views.heading import heading
from ambasada.editions.views.own import own_one
from ambasada.lib.refused import Refused
from ambasada.prisoners.keyed import is_reference
from ambasada.prisoners.models import public_people


@require_http_methods(["GET", "HEAD", "POST"])
@passkey_required
def remove_person(request: HttpRequest, code: str, ref: str) -> HttpResponseBase:
    """Show what goes with somebody; take them off once the member says that they know."""
    embassy = own_one(request, code)
    if not is_reference(ref):
        raise Http404
    form = RemoveForm(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and form.is_valid():
            remove_at_wish(ref, embassy, by=member_of(request), now=timezone.now())
            messages.success(
                request, _("Done. Readers do not get it any more, and no list brings it back.")
            )
            return redirect("editions_of", code)
        standing = public_people(embassy).standing.get(ref)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("editions_of", code)
    context = {
        "form": form,
        "names": list(standing.names.items()) if standing else [],
        "carried": bundles_of(Folders(settings.EDITIONS_ROOT), code),
    }
    above = heading(_("Take somebody off"), icon="bin", code=code)
    return render(request, "editions/remove.html", context | above)
