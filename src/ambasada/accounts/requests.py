"""Who asks, on the staff origin."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ambasada.accounts.models import Member


def member_of(request: HttpRequest) -> Member:
    """Return who is signed in; raises PermissionDenied if nobody is."""
    if not isinstance(request.user, Member):
        raise PermissionDenied
    return request.user
