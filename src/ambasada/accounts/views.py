from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that this process answers."""
    return HttpResponse("ok\n", "text/plain")


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that there is no such staff page."""
    return render(request, "accounts/not_here.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; asks no store, since a store may be what failed."""
    return render(request, "accounts/failed.html", status=500)
