"""What may be done with a row of the register: apps above offer it, and this one knows none."""

from wagtail import hooks

from ambasada.network.picture_acts import Act
from ambasada.register.models import RegisterEntry

# Whoever registers for this is given a row and returns an Act.
ENTRY_ACTS = "ambasada_register_acts"


def acts_for(entry: RegisterEntry) -> list[Act]:
    """Return what is offered for a row."""
    return [act(entry) for act in hooks.get_hooks(ENTRY_ACTS)]
