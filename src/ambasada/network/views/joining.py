from allauth.account.forms import LoginForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ambasada.lib.refused import Refused
from ambasada.network import actions
from ambasada.network.forms import JoinForm


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponseBase:
    """Turn an invitation into a member who is signed in and goes on to the second factor.

    Only a form that is sent spends anything: whoever looks at the link ahead of the person it was
    sent to changes nothing.
    """
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        newcomer = actions.Newcomer(**form.cleaned_data)
        try:
            actions.join(newcomer, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _sign_in(request, newcomer.username, newcomer.password)
    return render(request, "network/join.html", {"form": form})


def _sign_in(request: HttpRequest, username: str, password: str) -> HttpResponse:
    """Sign in as the sign-in page would, and go on to the second factor."""
    form = LoginForm({"login": username, "password": password}, request=request)
    if not form.is_valid():  # everybody's attempts are counted together; the member is made
        return redirect("account_login")
    response: HttpResponse = form.login(request, redirect_url=reverse("mfa_index"))
    return response
