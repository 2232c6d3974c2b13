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
from ambasada.relations.forms.importing import ImportForm, MappingForm, terms_of
from ambasada.relations.forms.rows import OWNERS, ROWS, MembershipForm

__all__ = [
    "OWNERS",
    "ROWS",
    "AdviceForm",
    "CloseForm",
    "EntryForm",
    "HandOverForm",
    "ImportForm",
    "InteractionForm",
    "MappingForm",
    "MembershipForm",
    "NamedForm",
    "NewPersonForm",
    "OrganisationForm",
    "PersonForm",
    "SettleForm",
    "terms_of",
]
