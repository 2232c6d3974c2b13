"""Letters that go by e-mail: some on each beat of the clock, through the server of the notices."""

from datetime import datetime

from ambasada.config.environment import Environment
from ambasada.config.notices import connected
from ambasada.relations.actions import send_some


def send_letters(environment: Environment, *, now: datetime) -> int:
    """Send some of the letters that wait; return how many the server took.

    Raises OSError or Refused if it cannot be reached; they wait for the next beat then.
    """
    server, sender = environment.mail_server, environment.letters_sender
    if server is None or not sender:
        return 0
    return send_some(lambda: connected(server), sender=sender, now=now)
