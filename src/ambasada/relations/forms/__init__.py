from ambasada.relations.forms.areas import AreaForm, PostcodeForm
from ambasada.relations.forms.briefs import BriefForm
from ambasada.relations.forms.dealings import AdviceForm, HandOverForm, InteractionForm, SettleForm
from ambasada.relations.forms.entries import (
    CloseForm,
    EntryForm,
    NamedForm,
    NewPersonForm,
    OrganisationForm,
    PersonForm,
    StandingForm,
)
from ambasada.relations.forms.importing import ImportForm, MappingForm, terms_of
from ambasada.relations.forms.letters import (
    AnswerForm,
    CopyForm,
    LetterForm,
    PostedForm,
    TemplateForm,
)
from ambasada.relations.forms.registering import DelayForm, PutOnRegisterForm, QuarterForm
from ambasada.relations.forms.rows import OWNERS, ROWS, MembershipForm
from ambasada.relations.forms.segments import SegmentForm

__all__ = [
    "OWNERS",
    "ROWS",
    "AdviceForm",
    "AnswerForm",
    "AreaForm",
    "BriefForm",
    "CloseForm",
    "CopyForm",
    "DelayForm",
    "EntryForm",
    "HandOverForm",
    "ImportForm",
    "InteractionForm",
    "LetterForm",
    "MappingForm",
    "MembershipForm",
    "NamedForm",
    "NewPersonForm",
    "OrganisationForm",
    "PersonForm",
    "PostcodeForm",
    "PostedForm",
    "PutOnRegisterForm",
    "QuarterForm",
    "SegmentForm",
    "SettleForm",
    "StandingForm",
    "TemplateForm",
    "terms_of",
]
