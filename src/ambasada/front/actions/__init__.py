"""Raising an embassy from its content pack: the facts, then the pages, in one transaction."""

from ambasada.front.actions.raising import raise_embassy, site_port

__all__ = ["raise_embassy", "site_port"]
