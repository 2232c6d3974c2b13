"""The newest draft of a page or a fact."""

from typing import Any


def current(thing: Any) -> Any:  # noqa: ANN401 -- a page or a fact of any kind
    """Return a page or fact as its latest revision has it; without revisions, as its row has it."""
    return thing.get_latest_revision_as_object() if thing.latest_revision_id else thing
