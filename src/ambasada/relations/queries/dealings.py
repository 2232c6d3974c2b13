"""What the pages show of an embassy’s own notes."""

from datetime import date

from django.db.models import Q

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.network.rules import is_coordinator
from ambasada.relations.models import (
    Commitment,
    Interaction,
    Leftover,
    LegalBasis,
    LetterCopy,
    NoLetters,
    Organisation,
    Person,
    Stance,
    Stewardship,
)
from ambasada.relations.rules import reads_note, why_not_send

_MOST = 100


class NotesShown:
    """What an embassy noted about an organisation or a person."""

    def __init__(self, embassy: Embassy, about: Organisation | Person) -> None:
        of = Q(person=about) if isinstance(about, Person) else Q(organisation=about)
        met = Q(people=about) if isinstance(about, Person) else Q(organisations=about)
        interactions = Interaction.objects.seen_by(embassy).filter(met)
        self.interactions = list(interactions.order_by("-on", "-pk")[:_MOST])
        promised = Commitment.objects.seen_by(embassy).filter(of)
        promised = promised.select_related("owner", "organisation", "person", "interaction")
        self.commitments = list(promised.order_by("settled_on", "due_on", "pk")[:_MOST])
        thought = Stance.objects.seen_by(embassy).filter(of)
        self.stances = list(thought.order_by("-on", "-pk")[:_MOST])
        self.no_letters = list(NoLetters.objects.seen_by(embassy).filter(of)[:_MOST])
        copies = LetterCopy.objects.seen_by(embassy).filter(of).defer("text", "answer")
        self.copies = list(copies.select_related("letter").order_by("-pk")[:_MOST])
        self.bases = (
            list(LegalBasis.objects.seen_by(embassy).filter(person=about)[:_MOST])
            if isinstance(about, Person)
            else []
        )
        kept = Leftover.objects.seen_by(embassy).filter(of)[:_MOST]
        self.remarks = [line for each in kept for line in each.lines]
        self.steward: Stewardship | None = None
        if isinstance(about, Organisation):
            kept = Stewardship.objects.seen_by(embassy).filter(organisation=about)
            self.steward = kept.select_related("owner", "deputy").first()


class InteractionShown:
    """A meeting or message, with what a member may see of it."""

    def __init__(self, interaction: Interaction, member: Member, *, today: date) -> None:
        self.interaction = interaction
        self.organisations = list(interaction.organisations.order_by("sort_key"))
        self.people = list(interaction.people.order_by("sort_key"))
        self.members = list(interaction.members.order_by("username"))
        promised = interaction.commitments.select_related(
            "owner", "organisation", "person", "interaction"
        )
        self.commitments = list(promised.order_by("due_on", "pk"))
        self.reads_note = reads_note(member, interaction, today=today)
        self.leads = is_coordinator(member, interaction.embassy, today)
        self.why_not_send = why_not_send(interaction)
