from ambasada.relations.forms.areas import AreaForm, PostcodeForm
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
    StandingForm,
)
from ambasada.relations.forms.rows import OWNERS, ROWS, MembershipForm

__all__ = [
    "OWNERS",
    "ROWS",
    "AdviceForm",
    "AreaForm",
    "CloseForm",
    "EntryForm",
    "HandOverForm",
    "InteractionForm",
    "MembershipForm",
    "NamedForm",
    "NewPersonForm",
    "OrganisationForm",
    "PersonForm",
    "PostcodeForm",
    "SettleForm",
    "StandingForm",
]
