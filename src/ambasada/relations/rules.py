"""Who may do what with contacts, and whose a row is."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.rules import is_coordinator, keeps_contacts
from ambasada.relations.models import (
    Advised,
    Commitment,
    ContactDetail,
    Entry,
    Interaction,
    LegalBasis,
    Letter,
    LetterTemplate,
    Membership,
    NoLetters,
    Relationship,
    Segment,
    Stance,
    Stewardship,
)

_ABOUT = ("person", "membership", "from_person", "to_person")
_NOTES = (
    Interaction,
    Commitment,
    Stance,
    Stewardship,
    LegalBasis,
    Segment,
    LetterTemplate,
    Letter,
    NoLetters,
)


def require_keeper(member: Member, embassy: Embassy, *, today: date) -> None:
    """Raise Refused unless a member keeps contacts for an embassy."""
    if not keeps_contacts(member, today=today).filter(pk=embassy.pk).exists():
        raise Refused(_("Only those who keep contacts for this embassy can do this."))


def require_leads(member: Member, embassy: Embassy, *, today: date) -> None:
    """Raise Refused unless a member is a coordinator of an embassy."""
    if not is_coordinator(member, embassy, today):
        raise Refused(_("Only a coordinator of the same embassy can do this."))


def reads_note(member: Member, interaction: Interaction, *, today: date) -> bool:
    """Tell whether a restricted note is for a member: another’s reading of it is written down."""
    stewards = Stewardship.objects.filter(
        Q(owner=member) | Q(deputy=member),
        embassy=interaction.embassy,
        organisation__in=interaction.organisations.all(),
    )
    return (
        interaction.members.filter(pk=member.pk).exists()
        or is_coordinator(member, interaction.embassy, today)
        or stewards.exists()
    )


def why_not_send(entry: Advised) -> str:
    """Return why nothing may be sent about something yet; "" if it may."""
    if not entry.awaits_advice:
        return ""
    return _(
        "Nothing may be sent: it is, or may be, directed or paid by a foreign government. "
        "A coordinator notes legal advice first."
    )


def require_owner(segment: Segment, member: Member, *, today: date) -> None:
    """Raise Refused unless a segment is a member’s own; a shared one is the coordinators’ too."""
    if segment.owner_id != member.pk and not (
        segment.is_shared and is_coordinator(member, segment.embassy, today)
    ):
        raise Refused(_("Only who made this segment changes it."))


def require_seen(entry: Entry, embassy: Embassy) -> None:
    """Raise Refused if a row is another embassy’s."""
    if getattr(entry, "embassy_id", None) not in (None, embassy.pk):
        raise Refused(_("This is not here."))


def require_two(one: Entry, other: Entry) -> None:
    """Raise Refused unless two rows are two, of one kind."""
    if type(one) is not type(other):
        raise Refused(_("A person and an organisation are never the same."))
    if one.pk == other.pk:
        raise Refused(_("This is one entry already. Choose another one."))


def require_mergeable(
    kept: Entry, lost: Entry, embassy: Embassy, *, by: Member, today: date
) -> None:
    """Raise Refused unless a member may make one of two.

    What one embassy alone knows stays with it, so both are known to the same ones; what all know
    changes for all, and so a coordinator merges it.
    """
    require_two(kept, lost)
    for each in (kept, lost):
        require_seen(each, embassy)
    if getattr(kept, "embassy_id", None) != getattr(lost, "embassy_id", None):
        raise Refused(
            _("One of them is known to this embassy alone, the other to all. They stay two.")
        )
    if getattr(kept, "embassy_id", None) is None and not is_coordinator(by, embassy, today):
        raise Refused(_("Every embassy knows them, so a coordinator makes one of them."))


def scope_of(entry: Entry, embassy: Embassy, *, is_shared: bool) -> Embassy | None:
    """Return whose a row about others is: the embassy’s that alone knows one of them, if any.

    Of those whom all know it is shared if whoever writes it says so. A place is as public as the
    person in it, and notes are always the embassy’s.
    """
    if is_note(entry):
        return embassy
    about = [getattr(entry, name, None) for name in _ABOUT]
    private = any(getattr(each, "embassy_id", None) for each in about)
    is_public = is_shared or isinstance(entry, Membership)
    return None if is_public and not private else embassy


def is_note(entry: Entry) -> bool:
    """Tell whether a row is what an embassy noted, and its alone whoever it is about."""
    return isinstance(entry, _NOTES)


def is_scoped(entry: Entry) -> bool:
    """Tell whether a row may be shared or one embassy’s, by whom it is about."""
    return isinstance(entry, (Membership, ContactDetail, Relationship, *_NOTES))
