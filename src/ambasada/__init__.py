"""Ambasada: the platform on which a diaspora runs a People's Embassy."""

__version__ = "0.1.0"
