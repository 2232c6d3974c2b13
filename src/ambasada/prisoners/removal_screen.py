"""Where a member takes somebody off at their family's wish: an app above has that screen."""

from wagtail import hooks

# Registered with it: a function of an embassy's code and a reference that returns an address.
REMOVAL_SCREEN = "ambasada_removal_screen"


def removal_address(code: str, ref: str) -> str:
    """Return the address of the screen for a person; "" if there is none."""
    addresses: list[str] = [give(code, ref) for give in hooks.get_hooks(REMOVAL_SCREEN)]
    return next(iter(addresses), "")
