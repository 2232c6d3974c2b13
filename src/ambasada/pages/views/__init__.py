"""Views: what readers are shown, and the staff's screens of approval."""

from ambasada.pages.views.public import failed, not_found

__all__ = ["failed", "not_found"]
