"""What changes editions: baking them."""

from ambasada.editions.actions.bake import Outcome, bake, bake_all
from ambasada.editions.actions.soundness import drop_spoilt_bodies

__all__ = ["Outcome", "bake", "bake_all", "drop_spoilt_bodies"]
