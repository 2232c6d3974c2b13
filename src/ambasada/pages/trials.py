"""Whether what goes out together could go out: apps above try it before anybody is served it."""

from datetime import datetime

from wagtail import hooks

from ambasada.network.models import Approval

# Registered with it: a function of an approval whose copies are public inside this transaction, and
# `now`; it raises Refused if readers could not be served one of them.
TRIALS = "ambasada_trials"


def require_servable(approval: Approval, *, now: datetime) -> None:
    """Raise Refused if readers could not be served all of what goes out together.

    A page alone is no matter of all or nothing: it keeps its last bytes, and staff are told.
    """
    copies = list(approval.copies.values_list("path", flat=True))
    if len(copies) > 1 and any(path is not None for path in copies):
        for try_out in hooks.get_hooks(TRIALS):
            try_out(approval, now=now)
