"""The facts of a content pack, written to the rows of `network`."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.models import Site

from ambasada.front.packs import Pack, day
from ambasada.lib.refused import Refused
from ambasada.network.actions import documents_of
from ambasada.network.models import (
    Channel,
    Embassy,
    EmergencyBlock,
    EmergencyNumber,
    Mandate,
    Office,
    SearchWords,
    StoredDocument,
    Term,
    Wording,
)
from ambasada.publishing.models import RecurringDay

_EMBASSY_KEYS = (
    "code",
    "kind",
    "languages",
    "time_zone",
    "exit_address",
    "band",
    "name",
    "short_name",
    "nation",
    "territory",
    "legal_form",
    "controller",
)


def write_embassy(pack: Pack, site: Site) -> Embassy:
    facts = pack.facts
    embassy = Embassy(site=site, **{key: facts[key] for key in _EMBASSY_KEYS})
    embassy.full_clean()
    embassy.save()
    wordings = dict(facts["wording"])
    wordings |= {f"function_{key}": text for key, text in facts["functions"].items()}
    Wording.objects.bulk_create(
        Wording(embassy=embassy, key=key, text=wordings[key]) for key in Wording.Key.values
    )
    return embassy


def write_emergency(pack: Pack, embassy: Embassy) -> None:
    facts = pack.facts["emergency"]
    block = EmergencyBlock.objects.create(
        embassy=embassy,
        channel=facts["channel"],
        channel_address=facts["channel_address"],
        response_time=facts["response_time"],
        inside_country=facts["inside_country"],
        checked_on=day(facts["checked_on"], "emergency, checked_on"),
    )
    for order, number in enumerate(facts["numbers"]):
        EmergencyNumber.objects.create(
            block=block, number=number["number"], when=number["when"], sort_order=order
        )


def write_offices(pack: Pack, embassy: Embassy) -> None:
    for position, each in enumerate(pack.facts["mandate"].get("offices", [])):
        office = Office.objects.create(
            embassy=embassy, title=each["title"], signs=each["signs"], position=position
        )
        for order, term in enumerate(each.get("terms", [])):
            Term.objects.create(
                office=office,
                holder=term["holder"],
                starts_on=day(term["from"], "mandate, offices, terms, from"),
                ends_on=day(term["until"], "mandate, offices, terms, until"),
                basis=term["basis"],
                sort_order=order,
            )


def write_mandate(pack: Pack, embassy: Embassy) -> None:
    facts = pack.facts["mandate"]
    resolution, founding = facts["resolution"], facts["founding"]
    adopted_on = day(resolution["adopted_on"], "mandate, resolution, adopted_on")
    mandate = Mandate.objects.create(
        embassy=embassy,
        resolution_title=resolution["title"],
        adopted_by=resolution["adopted_by"],
        adopted_on=adopted_on,
        resolution_address=resolution.get("address", ""),
        resolution_note=resolution.get("note", {}),
        founded_on=day(founding["decided_on"], "mandate, founding, decided_on"),
        founding_text=founding["text"],
    )
    # Last, since a file that was written stays when the transaction is undone.
    mandate.resolution_document = _document(pack, embassy, resolution, dated_on=adopted_on)
    mandate.save()


def _document(
    pack: Pack, embassy: Embassy, resolution: dict[str, Any], *, dated_on: date
) -> StoredDocument | None:
    if not resolution.get("document"):
        return None
    path = (pack.folder / resolution["document"]).resolve()
    is_inside = path.is_relative_to(pack.folder.resolve()) and path.is_file()
    if not is_inside or path.suffix.lstrip(".") not in settings.WAGTAILDOCS_EXTENSIONS:
        kinds = " or ".join(settings.WAGTAILDOCS_EXTENSIONS)
        message = (
            f"The content pack has no document {resolution['document']}. Add the file, as {kinds}."
        )
        raise Refused(message)
    return StoredDocument.objects.create(
        title=resolution["title"][pack.languages[0]],
        file=ContentFile(path.read_bytes(), name=f"document{path.suffix}"),
        dated_on=dated_on,
        collection=documents_of(embassy),
    )


def write_days(pack: Pack, embassy: Embassy) -> None:
    for facts in pack.facts.get("days", []):
        day = RecurringDay(embassy=embassy, **facts)
        day.full_clean()
        day.save()


def write_search_words(pack: Pack, embassy: Embassy) -> None:
    """Write what the pack says of words; without any there is no row."""
    if not pack.search:
        return
    words = SearchWords(embassy=embassy, **pack.search)
    words.full_clean()
    words.save()


def write_channels(pack: Pack, embassy: Embassy) -> None:
    for position, facts in enumerate(pack.facts.get("channels", [])):
        channel = Channel(embassy=embassy, position=position, **facts)
        channel.full_clean()
        channel.save()
