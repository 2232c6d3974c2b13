"""A brief: one page about a political prisoner or an issue, of public facts with their sources."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ambasada.lib.papers import page_count
from ambasada.lib.printing import NoPress, Unprintable
from ambasada.network.models import Embassy
from ambasada.prisoners.records import Person
from ambasada.relations.forms import BriefForm
from ambasada.relations.papers import brief_on_paper
from ambasada.relations.queries import PublicFacts
from ambasada.relations.views.entering import for_keepers, pdf, show_or_send


@show_or_send
@for_keepers
def brief(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Choose about whom or what, and which facts; then answer with a page of paper."""
    public, asked = PublicFacts(embassy), request.GET.get("person", "")
    person = public.person(asked) if asked else None
    if asked and person is None:
        raise Http404
    form = BriefForm(
        request.POST or None, embassy=embassy, public=public, is_about_person=person is not None
    )
    if request.method == "POST" and form.is_valid():
        try:
            body = _made(form, public, person, embassy=embassy)
        except NoPress:
            messages.error(request, _("No PDF can be made here: Pango is not installed."))
            return redirect("relations_brief", embassy.code)
        except (Unprintable, forms.ValidationError) as error:
            form.add_error(None, _why(error))
        else:
            return pdf(body)
    language = get_language() or settings.LANGUAGE_CODE
    text = request.GET.get("q", "")[:200]
    context = {
        "embassy": embassy,
        "form": form,
        "text": text,
        "found": public.people_named(text, language),
        "person": person and public.brief(person, figures=(), events=(), language=language),
    }
    return render(request, "relations/brief.html", context)


def _made(
    form: BriefForm, public: PublicFacts, person: Person | None, *, embassy: Embassy
) -> bytes:
    """Return the page; raises ValidationError if it has too few sources or is more than one."""
    sent = form.cleaned_data
    with override(sent["language"]):
        made = public.brief(
            person or sent["title"],
            figures=sent["figures"],
            events=sent["events"],
            language=sent["language"],
        )
    if not made.has_enough:
        raise forms.ValidationError(
            _("A brief has at least three sources. Choose more figures or events.")
        )
    body = brief_on_paper(made, embassy=embassy, language=sent["language"])
    if page_count(body) > 1:
        raise forms.ValidationError(_("It is more than one page. Choose fewer figures or events."))
    return body


def _why(error: Exception) -> str:
    if isinstance(error, forms.ValidationError):
        return str(error.messages[0])
    return _("This could not be made into a PDF.")
