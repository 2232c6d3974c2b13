"""What may be done with a kept picture: apps above offer it, and this one does not know them."""

from typing import NamedTuple

from wagtail import hooks

from ambasada.network.models import StoredPicture

# Whoever registers for this is given a picture and returns an Act.
PICTURE_ACTS = "ambasada_picture_acts"


class Act(NamedTuple):
    """A link beside a picture."""

    label: str
    path: str


def acts_for(picture: StoredPicture) -> list[Act]:
    """Return what is offered for a picture."""
    return [act(picture) for act in hooks.get_hooks(PICTURE_ACTS)]
