from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.lib.recorder import holds_until
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy, FairCopy
from ambasada.network.responses import PublicRequest, with_headers
from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.pages.queries import approved_at, listed, public_rows
from ambasada.publishing.happenings import Happening
from ambasada.publishing.models.days import days_of, yearly_in
from ambasada.publishing.models.months import ON_ONE_PAGE, ByMonth
from ambasada.publishing.models.standing import TEXT_FIELDS
from ambasada.publishing.models.zoned import Zoned
from ambasada.publishing.when import When, check_hour, check_order

CALENDAR = "calendar.ics"
EVENT = "event.ics"
_TYPE = "text/calendar; charset=utf-8"
# A calendar that somebody follows is asked for again and again; what is years ago it need not hold.
_IN_CALENDAR = 200
_YEARS = range(1990, 2101)  # beyond these, time zones and calendars know no days


class EventIndexPage(TextPage, ByMonth, Page):
    """The events to come, next first, then what has been; and the days of every year."""

    edit_handler = tabs(
        [FieldPanel("title"), *TextPage.text_panels],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields = TEXT_FIELDS
    subpage_types: ClassVar = ["publishing.EventPage"]
    has_feed = True
    has_plain_text = False
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("events")
        verbose_name_plural = _("events")

    @classmethod
    def held_below(cls, embassy: Embassy) -> set[str]:
        """Return the paths of months, and of the calendar with all events."""
        sections = public_rows(embassy, [cls._meta.label_lower])
        return {*super().held_below(embassy), *(f"{row.path}{CALENDAR}" for row in sections)}

    def serve_held(self, request: PublicRequest, rest: str) -> HttpResponse:
        """Give the calendar, or the events of one month. Raises Http404 if there is none."""
        if rest != CALENDAR:
            return super().serve_held(request, rest)
        from ambasada.publishing.calendars import written  # noqa: PLC0415 -- slow to load

        embassy = request.facts.embassy
        language = get_language() or embassy.first_language
        name = spoken(embassy.name, language).text
        body = written(
            happenings_in(embassy, language),
            yearly_in(embassy, language),
            title=f"{self.title} · {name}",
            language=language,
        )
        return with_headers(HttpResponse(body, _TYPE), self.header_class)

    def shown_items(self, embassy: Embassy, language: str) -> list[Any]:
        """Return all events: which of them are to come does not follow from their number."""
        if self.month is not None:
            return super().shown_items(embassy, language)
        return listed(EventPage, embassy, language)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `upcoming`, next first, `past`, newest first, `days` and `calendar_href`.

        Of a month all events are `items`, and nothing else is told.
        """
        context = super().get_context(request, *args, **kwargs)
        embassy, language = context["facts"].embassy, context["language"]
        if self.month is not None:
            return context | {"past": context["items"]}
        ahead = [each for each in context["items"] if not is_over(each.when)]
        past = [each for each in context["items"] if each not in ahead]
        return context | {
            "upcoming": sorted(ahead, key=lambda each: (each.when.starts, each.pk)),
            "past": past[:ON_ONE_PAGE],
            "days": days_of(embassy),
            "calendar_href": f"/{language}/{self.address}{CALENDAR}",
        }


class EventPage(Zoned, TextPage, PublicPage, Page):
    """What happens where and when, in the time of the place."""

    class Kind(models.TextChoices):
        RALLY = "rally", _("rally")
        REMEMBRANCE = "remembrance", _("day of remembrance")
        LETTERS = "letters", _("evening of letters")
        CULTURE = "culture", _("culture")
        MEETING = "meeting", _("meeting")
        ONLINE = "online", _("online")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    starts_on = models.DateField(_("starts on"))
    starts_at = models.TimeField(
        _("at"), null=True, blank=True, help_text=_("Empty: it takes the whole day.")
    )
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("Empty: on the same day.")
    )
    ends_at = models.TimeField(_("until"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    place_is_told_later = models.BooleanField(
        _("the place is told to those who ask"),
        default=False,
        help_text=_("Then it stands nowhere on this site. Say in the text whom to ask."),
    )
    is_cancelled = models.BooleanField(_("is cancelled"), default=False)
    cancelled_note = models.CharField(_("why, or what instead"), max_length=300, blank=True)

    edit_handler = tabs(
        [
            FieldPanel("title"),
            MultiFieldPanel(
                [
                    FieldPanel("kind"),
                    FieldPanel("starts_on"),
                    FieldPanel("starts_at"),
                    FieldPanel("ends_on"),
                    FieldPanel("ends_at"),
                    FieldPanel("time_zone"),
                ],
                heading=_("What and when"),
            ),
            MultiFieldPanel(
                [FieldPanel("place"), FieldPanel("place_is_told_later")], heading=_("Where")
            ),
            MultiFieldPanel(
                [FieldPanel("is_cancelled"), FieldPanel("cancelled_note")],
                heading=_("If it does not take place"),
            ),
            *TextPage.text_panels,
        ],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields: ClassVar = [
        *TEXT_FIELDS,
        TranslatableField("place"),
        TranslatableField("cancelled_note"),
        *(
            SynchronizedField(name)
            for name in (
                "kind",
                "starts_on",
                "starts_at",
                "ends_on",
                "ends_at",
                "time_zone",
                "place_is_told_later",
                "is_cancelled",
            )
        ),
    ]
    subpage_types: ClassVar = []
    has_card = True
    has_paper = True
    schema_type = "Event"
    words_template = "publishing/components/event_words.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        """Refuse an end before the beginning, an hour that is none, and a place told both ways."""
        super().clean()
        self.check_zone()
        if any(each and each.year not in _YEARS for each in (self.starts_on, self.ends_on)):
            raise ValidationError({"starts_on": _("Name a day between 1990 and 2100.")})
        if self.ends_at is not None and self.starts_at is None:
            raise ValidationError({"starts_at": _("Say at which hour it starts, too.")})
        if self.starts_on is not None:
            check_order(self.when)
            check_hour(self.when)
        if self.place_is_told_later and self.place:
            message = _("Leave the place empty: what is written here is public.")
            raise ValidationError({"place": message})
        if not self.place_is_told_later and not self.place:
            message = _("Name the place, or say that it is told to those who ask.")
            raise ValidationError({"place": message})

    @property
    def dated_on(self) -> date:
        """The day lists sort it by."""
        return self.starts_on

    def made_slug(self) -> str:
        """Put the date before the title's words."""
        day: date | None = self.starts_on  # a form may lack it
        words = super().made_slug()
        return words if day is None else f"{day.isoformat()}-{words}"

    @property
    def when(self) -> When:
        """When it is, in the time of the place."""
        ends_on = self.ends_on or self.starts_on
        return When(self.time_zone or "UTC", self.starts_on, self.starts_at, ends_on, self.ends_at)

    def happening(self, embassy: Embassy, *, approved: datetime) -> Happening:
        """Return the event as a calendar tells it, in the event's own language."""
        language = self.locale.language_code
        with override(language):
            later = gettext("The place is told to those who ask.")
            cancelled = gettext("This event is cancelled.")
        off = (cancelled, self.cancelled_note) if self.is_cancelled else ()
        return Happening(
            uid=str(uuid5(UUID(str(self.translation_key)), language)),
            approved=approved,
            when=self.when,
            language=language,
            title=self.title,
            text="\n".join(each for each in (*off, self.introduction) if each),
            place=later if self.place_is_told_later else self.place,
            address=f"{embassy.origin}/{language}/{self.address}",
            is_cancelled=self.is_cancelled,
        )

    @classmethod
    def held_in_own_language(cls, embassy: Embassy) -> set[str]:
        """Return the paths of the files of single events; a yellow one has none."""
        public = FairCopy.objects.public(embassy).filter(language__in=embassy.languages)
        copies = [each for each in public.filter(kind=cls._meta.label_lower) if each.is_whole]
        yellow = cls.PageClass.YELLOW.value
        return {
            f"{each.language}/{each.path}{EVENT}"
            for each in copies
            if each.content["fields"]["page_class"] != yellow
        }

    def serve_held(self, request: PublicRequest, rest: str) -> HttpResponse:
        """Give the event as a file for a calendar. Raises Http404 for anything else."""
        if rest != EVENT or self.is_neutral:
            return super().serve_held(request, rest)
        from ambasada.publishing.calendars import written  # noqa: PLC0415 -- slow to load

        embassy, language = request.facts.embassy, self.locale.language_code
        told = self.happening(embassy, approved=approved_at([self])[self.pk])
        body = written([told], title=self.title, language=language)
        return with_headers(HttpResponse(body, _TYPE), self.header_class)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `is_over`, and `calendar_href`, "" for a yellow event."""
        context = super().get_context(request, *args, **kwargs)
        # A draft that was never saved has none yet.
        self.time_zone = self.time_zone or context["facts"].embassy.time_zone
        href = f"/{context['text_language']}/{self.address}{EVENT}"
        return context | {
            "is_over": is_over(self.when),
            "calendar_href": "" if self.is_neutral else href,
        }


def happenings_in(embassy: Embassy, language: str) -> list[Happening]:
    """Return the newest events as a reader of a language is served them, without yellow ones."""
    events = listed(EventPage, embassy, language, at_most=_IN_CALENDAR)
    green = [each for each in events if not each.is_neutral]
    approved = approved_at(green)
    return [each.happening(embassy, approved=approved[each.pk]) for each in green]


def is_over(when: When) -> bool:
    """Tell whether something has ended by now; notes when that will change."""
    if when.ends <= timezone.now():
        return True
    holds_until(when.ends)
    return False
