"""What the approval screens show of one approval or one draft; nothing of another embassy."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from wagtail.models import Page

from ambasada.accounts.models import Member
from ambasada.network.models import Approval, Embassy, Fact, FairCopy, StoredDocument, fact_kinds
from ambasada.network.queries import Facts, facts_in
from ambasada.network.rules import answered_by
from ambasada.pages.comparing import Difference, differences
from ambasada.pages.queries.current import current
from ambasada.pages.titles import title_of, title_of_copy
from ambasada.pages.translating import as_translated

# On which page of the site the facts of a kind are read, below the language.
_SHOWN_AT = {
    "network.emergencyblock": "emergency/",
    "network.channel": "contact/",
    "network.mandate": "about/",
    "network.office": "about/",
    "figures.figure": "situation/",
    "figures.dataset": "situation/",
    "figures.timelineevent": "situation/",
}


@dataclass(frozen=True)
class Change:
    """One page or fact of an approval, and what becomes of it."""

    copy: FairCopy
    title: str
    is_new: bool
    differences: list[Difference]
    rows: str = ""  # where each row is looked at that it names by its hash


@dataclass(frozen=True)
class Version:
    """A draft in one language, and what asking for it would change."""

    key: str
    thing: Any
    title: str
    language: str
    is_chosen: bool
    differences: list[Difference]


def approval_for(member: Member, number: int, *, now: datetime) -> Approval:
    """Return an approval of one of the member's embassies; anything else is Http404."""
    approval = (
        Approval.objects.select_related("embassy__site", "asked_by")
        .filter(pk=number, embassy__in=answered_by(member, today=now.date()))
        .first()
    )
    if approval is None:
        raise Http404
    return approval


def what_changes(approval: Approval) -> list[Change]:
    """Return what an approval changes, compared with what was public before it."""
    changes = []
    for copy in approval.copies.order_by("pk"):
        copy.embassy = approval.embassy
        earlier = FairCopy.objects.filter(
            kind=copy.kind, object_id=copy.object_id, pk__lt=copy.pk
        ).once_public()
        before = earlier.order_by("-approval__decided_at", "-pk").first()
        is_withdrawal = approval.change == Approval.Change.WITHDRAW
        changes.append(
            Change(
                copy,
                title_of_copy(copy),
                is_new=before is None,
                differences=[] if is_withdrawal or not copy.is_known else differences(before, copy),
                rows=_rows_address(copy),
            )
        )
    return changes


def _rows_address(copy: FairCopy) -> str:
    thing = copy.thing if copy.is_known else None
    return thing.rows_address(copy) if isinstance(thing, Fact) else ""


def facts_with(approval: Approval) -> Facts | None:
    """Return an embassy's public facts with those of an approval in their place."""
    embassy = approval.embassy
    copies = {
        (copy.kind, copy.object_id): copy
        for copy in [
            *FairCopy.objects.public(embassy).filter(path=None),
            *approval.copies.filter(path=None),
        ]
    }
    return facts_in(copies.values(), embassy)


def shown_at(kind: str) -> str:
    """Return the path of the page on which a kind of fact is read; chrome stands on each."""
    own = next((each.shown_at for each in fact_kinds() if each._meta.label_lower == kind), "")
    return _SHOWN_AT.get(kind) or own


def draft_for(member: Member, kind: str, number: int, *, now: datetime) -> Any:  # noqa: ANN401
    """Return a page or a fact of one of the member's embassies; anything else is Http404."""
    labels = {model._meta.label_lower: model for model in fact_kinds()}
    return own_thing(
        member, labels.get(kind) or (Page if kind == "page" else None), number, now=now
    )


def own_thing(member: Member, model: Any, number: int, *, now: datetime) -> Any:  # noqa: ANN401
    """Return a page, fact or file of the member's embassies; anything else is Http404."""
    thing = model.objects.filter(pk=number).first() if model else None
    if thing is None:
        raise Http404
    thing = thing.specific if isinstance(thing, Page) else thing
    if embassy_of(thing) not in answered_by(member, today=now.date()):
        raise Http404
    return thing


def embassy_of(thing: Any) -> Embassy | None:  # noqa: ANN401 -- a page, a fact or a document
    """Return the embassy whose page, fact or stored document this is; None if it is nobody's."""
    if isinstance(thing, Embassy):
        return thing
    if isinstance(thing, StoredDocument):
        return Embassy.objects.filter(code=thing.collection.name).first()
    if isinstance(thing, Page):
        code = thing.url_path.strip("/").partition("/")[0].rpartition("-")[0]
        return Embassy.objects.filter(code=code).first()
    embassy: Embassy = thing.embassy
    return embassy


def versions_in_draft(thing: Any) -> list[Version]:  # noqa: ANN401 -- a page or a fact
    """Return a thing's draft and, of a page, the drafts of its other languages.

    Those that say nothing new are left out.
    """
    things = [thing]
    if isinstance(thing, Page):
        others = Page.objects.filter(translation_key=thing.translation_key).exclude(pk=thing.pk)
        things += [each.specific for each in others.order_by("locale__language_code")]
    found = []
    for each in things:
        latest = _latest(each)
        copy = FairCopy.of(latest)
        public = FairCopy.objects.of_thing(each).filter(is_public=True).first()
        if public is None or public.sha256 != copy.sha256:
            found.append(
                Version(
                    key=copy.subject,
                    thing=each,
                    title=title_of(latest),
                    language=copy.language,
                    is_chosen=each is thing,
                    differences=differences(public, copy),
                )
            )
    return found


def _latest(thing: Any) -> Any:  # noqa: ANN401 -- a page or a fact
    if isinstance(thing, Page):
        return as_translated(thing)
    return current(thing)
