"""Between look and click: what is changed meanwhile makes an approval void, through the screens."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ambasada.accounts.models import LedgerLine
from ambasada.network.models import Approval, Embassy
from ambasada.pages.actions import ask
from ambasada.pages.queries.current import current
from tests.drills.roads import FACTS
from tests.drills.standing import CANARY, Standing, answers_now, copies_now
from tests.factories.pages import NOW, at
from tests.factories.staff import member_in

Edit = Callable[[Standing], object]


def click(there: Standing, approval: Approval, *, after: Edit) -> str:
    """Look at an approval, have something done meanwhile, click; return what was then said."""
    browser = there.browser("boris")
    shown = browser.get(path_to("approval", approval.pk)).content.decode()
    assert f'name="looked_at" value="{approval.sha256}"' in shown
    after(there)
    sent = {"looked_at": approval.sha256}
    answer = browser.post(path_to("approve", approval.pk), sent, follow=True)
    return str(answer.content.decode())


def path_to(name: str, number: int) -> str:
    return reverse(name, args=[number], urlconf="ambasada.config.urls_staff")


def require_void(there: Standing, approval: Approval, said: str) -> None:
    """See that nothing is public, that a sentence says why, and that the ledger tells of it."""
    approval.refresh_from_db()
    assert approval.status == "void"
    assert "This was changed after you looked at it. Nothing was published" in said
    assert copies_now() == there.copies
    if connection.vendor == "sqlite":  # which database holds the rows makes no other bytes of them
        assert answers_now(there.answers).items() >= there.answers.items()
    boris = f"member:{there.member('boris').pk}"
    told = LedgerLine.objects.filter(subject=approval.subject).order_by("number")
    lines = [(line.actor, line.verb) for line in told][1:]
    assert lines == [(boris, "voided"), (boris, "approval_refused")]


def ask_for(there: Standing, thing: Any) -> Approval:  # noqa: ANN401 -- a page or a fact
    thing.refresh_from_db()
    return ask([thing], by=there.member("anna"), now=NOW)


def edited(thing: Any) -> None:  # noqa: ANN401 -- a page or a fact
    """Save a draft that says something else than the one before."""
    draft = current(thing)
    for field in draft._meta.get_fields():
        if type(field).__name__ == "InLanguages" and getattr(draft, field.name):
            text = getattr(draft, field.name)
            setattr(draft, field.name, {code: f"{said} {CANARY}" for code, said in text.items()})
    if hasattr(draft, "introduction"):
        draft.introduction = f"{draft.introduction} {CANARY}"
    draft.save_revision()


def fact_of(there: Standing, model: type[Any]) -> Any:  # noqa: ANN401 -- a fact
    embassy = there.britain
    mine = {"pk": embassy.pk} if model is Embassy else {"embassy": embassy}
    return model.objects.filter(**mine).order_by("pk").first()


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_fact_edited_meanwhile_is_not_published(standing: Standing, model: type[Any]) -> None:
    fact = fact_of(standing, model)
    edited(fact)
    approval = ask_for(standing, fact)

    said = click(standing, approval, after=lambda there: edited(fact_of(there, model)))

    require_void(standing, approval, said)


def row_below_a_fact(there: Standing) -> None:
    block = current(there.britain.emergency_block)
    block.numbers.first().number = "0"
    block.numbers.commit()
    block.numbers.add(type(block.numbers.first())(number="000", when={"en": CANARY}))
    block.save_revision()


def test_row_below_a_fact_edited_meanwhile_is_not_published(standing: Standing) -> None:
    edited(standing.britain.emergency_block)
    approval = ask_for(standing, standing.britain.emergency_block)

    require_void(standing, approval, click(standing, approval, after=row_below_a_fact))


def page_itself(there: Standing) -> None:
    edited(there.item)


def section_above(there: Standing) -> None:
    section = at(there.britain, "en", "news/")
    section.slug = "qanary"
    section.save()


def file_it_names(there: Standing) -> None:
    there.document.file.save("quiet.txt", ContentFile(CANARY.encode()))
    there.document.__class__.objects.get(pk=there.document.pk).save()


def page_deleted(there: Standing) -> None:
    there.item.delete()


@pytest.mark.parametrize("edit", [page_itself, section_above, file_it_names, page_deleted])
def test_page_changed_meanwhile_is_not_published(standing: Standing, edit: Edit) -> None:
    edited(standing.item)
    approval = ask_for(standing, standing.item)

    require_void(standing, approval, click(standing, approval, after=edit))


def string_translated(there: Standing, data: str = CANARY, by: str = "") -> None:
    """Translate one string, as the translation editor does: that makes no revision."""
    translation = Translation.objects.get()
    segment = StringSegment.objects.filter(
        source=translation.source, context__path="introduction"
    ).get()
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        defaults={"data": data, "last_translated_by": there.member(by) if by else None},
    )


def asked_translation(there: Standing) -> Approval:
    """Have anna translate a string and ask for the page on its screen."""
    string_translated(there, "Было ціха.", by="anna")
    browser, number = there.browser("anna"), there.translation.pk
    path = reverse("ask", args=["page", number], urlconf="ambasada.config.urls_staff")
    browser.post(path, {"version": f"publishing.newspage:{number}"})
    assert member_in(browser).username == "anna"
    return Approval.objects.get(status="waiting")


def test_translation_changed_meanwhile_is_not_published(standing: Standing) -> None:
    approval = asked_translation(standing)

    require_void(standing, approval, click(standing, approval, after=string_translated))


def test_translation_that_nobody_touched_is_published(standing: Standing) -> None:
    approval = asked_translation(standing)

    click(standing, approval, after=lambda _there: None)

    approval.refresh_from_db()
    assert approval.status == "approved"
    texts = [body for _status, body, _headers in answers_now().values()]
    assert any("Было ціха." in body.decode() for body in texts)
