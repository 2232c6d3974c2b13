"""Raising an embassy from its content pack: the facts, then the pages, in one transaction."""

from ambasada.front.actions.everything import adopt_what_stands
from ambasada.front.actions.raising import raise_embassy, site_port

__all__ = ["adopt_what_stands", "raise_embassy", "site_port"]
