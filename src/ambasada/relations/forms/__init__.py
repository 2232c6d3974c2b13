from ambasada.relations.forms.dealings import (
    AdviceForm,
    HandOverForm,
    InteractionForm,
    SettleForm,
)
from ambasada.relations.forms.entries import (
    CloseForm,
    EntryForm,
    NamedForm,
    NewPersonForm,
    OrganisationForm,
    PersonForm,
)
from ambasada.relations.forms.registering import DelayForm, PutOnRegisterForm, QuarterForm
from ambasada.relations.forms.rows import OWNERS, ROWS, MembershipForm

__all__ = [
    "OWNERS",
    "ROWS",
    "AdviceForm",
    "CloseForm",
    "DelayForm",
    "EntryForm",
    "HandOverForm",
    "InteractionForm",
    "MembershipForm",
    "NamedForm",
    "NewPersonForm",
    "OrganisationForm",
    "PersonForm",
    "PutOnRegisterForm",
    "QuarterForm",
    "SettleForm",
]
