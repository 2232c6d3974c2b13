from ambasada.editions.views.rollbacks import approve, ask, ask_to_lift, decline
from ambasada.editions.views.screen import changes, index, verify

__all__ = ["approve", "ask", "ask_to_lift", "changes", "decline", "index", "verify"]
