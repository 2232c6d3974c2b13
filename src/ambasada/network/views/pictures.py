"""The page "Pictures" of the admin: taking one in, deciding about its masks, keeping it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ambasada.accounts.requests import member_of
from ambasada.lib.faces import can_find
from ambasada.lib.headers import HeaderClass
from ambasada.lib.photographs import LARGEST_FILE
from ambasada.lib.refused import Refused
from ambasada.lib.renditions import TYPES
from ambasada.network import actions
from ambasada.network.choosing import own_pictures
from ambasada.network.models import NamedFile, Rendition, kept_bytes
from ambasada.network.picture_forms import DecideForm, PictureFileForm, boxes_shown, lines_of
from ambasada.network.responses import with_headers
from ambasada.network.rules import answered_by, embassies_of

_show_or_send = require_http_methods(["GET", "HEAD", "POST"])
_ON_A_PAGE = 24
_EMPTY_LINES = 4


@require_safe
def pictures(request: HttpRequest) -> HttpResponse:
    """Show the pictures of one's embassies, newest first."""
    page = Paginator(own_pictures(request), _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/pictures/index.html", {"pictures": page})


@_show_or_send
def add_picture(request: HttpRequest) -> HttpResponseBase:
    """Take a file in, and go on to its masks."""
    member, now = member_of(request), timezone.now()
    embassies = list(embassies_of(member, today=now.date()))
    is_sent = request.method == "POST"
    form = PictureFileForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        embassies=embassies,
    )
    if is_sent and form.is_valid():
        content = form.cleaned_data["file"].read(LARGEST_FILE + 1)
        try:
            token = actions.take_in(content, form.cleaned_data["embassy"], by=member, now=now)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("picture_decide", token)
    return render(request, "network/pictures/add.html", {"form": form})


@_show_or_send
def decide_picture(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show a picture with its masks; keep it, or let it go."""
    pending = actions.pending_picture(token, by=member_of(request), now=timezone.now())
    if pending is None:
        messages.error(
            request, _("Ten minutes have passed, and this picture is gone. Choose it again.")
        )
        return redirect("picture_add")
    if request.method != "POST":
        return _decide(request, pending, DecideForm(embassy=pending.embassy))
    wish = request.POST.get("do")
    if wish == "drop":
        actions.drop_picture(pending)
        messages.success(request, _("Nothing of it was kept."))
        return redirect("pictures")
    actions.go_on_deciding(pending)
    form = DecideForm(request.POST, embassy=pending.embassy)
    if wish == "keep" and form.is_valid() and _kept(request, pending, form):
        return redirect("pictures")
    return _decide(request, pending, form, is_kept_asked=wish == "keep")


def _kept(request: HttpRequest, pending: actions.Pending, form: DecideForm) -> bool:
    try:
        actions.keep_picture(pending, form.decided, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Kept. You can choose it in the text of a page now."))
    return True


def _decide(
    request: HttpRequest,
    pending: actions.Pending,
    form: DecideForm,
    *,
    is_kept_asked: bool = False,
) -> HttpResponse:
    lines = lines_of(pending, request.POST if request.method == "POST" else None)
    context = {
        "pending": pending,
        "form": form,
        "sentences": _sentences(form) if is_kept_asked else [],
        "lines": [*lines, *[""] * _EMPTY_LINES],
        "boxes": boxes_shown(lines),
        "grid": range(10, 100, 10),
        "can_find": can_find(),
    }
    return render(request, "network/pictures/decide.html", context)


def _sentences(form: DecideForm) -> list[str]:
    """Return what is wrong, each with the name of what it is about."""
    found = [str(each) for each in form.non_field_errors()]
    for name, field in form.fields.items():
        found += [f"{field.label}: {each}" for each in form.errors.get(name, [])]
    return found


@require_safe
def pending_file(request: HttpRequest, token: str) -> HttpResponse:
    """Show who decides about a picture the picture; it is kept by no browser."""
    pending = actions.pending_picture(token, by=member_of(request), now=timezone.now())
    if pending is None:
        raise Http404
    return HttpResponse(pending.content, TYPES[".jpg"])


@require_safe
def kept_picture(request: HttpRequest, sha256: str, suffix: str) -> HttpResponse:
    """Show members a form of a picture of theirs, at the address where readers will have it."""
    own = answered_by(member_of(request), today=timezone.now().date())
    is_own = (
        Rendition.objects.filter(sha256=sha256, suffix=suffix, picture__embassy__in=own).exists()
        or NamedFile.objects.filter(sha256=sha256, suffix=suffix, copy__embassy__in=own).exists()
    )
    content = kept_bytes(sha256, suffix) if is_own else None
    if content is None:
        raise Http404
    return with_headers(HttpResponse(content, TYPES[suffix]), HeaderClass.STAFF)
