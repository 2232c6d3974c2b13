"""The one exception whose message is meant for a person."""


class Refused(Exception):
    """Say in one calm sentence what is wrong and what to do; nothing was changed.

    The command line prints the message and exits with 1; an admin view shows it above the
    form. The message therefore names no person, no address of a visitor and no secret.
    """
