from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ambasada.lib.refused import Refused
from ambasada.network.actions import join_embassies
from ambasada.network.forms import JoinForm


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponseBase:
    """Turn an invitation into a member who is signed in and goes on to the second factor."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            member = join_embassies(
                chosen["token"],
                username=chosen["username"],
                password=chosen["password"],
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            response: HttpResponse = perform_login(
                request, member, redirect_url=reverse("mfa_index")
            )
            return response
    return render(request, "network/join.html", {"form": form})
