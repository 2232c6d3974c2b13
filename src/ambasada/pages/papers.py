"""Pages as PDF: which there are, told by the page they were made of."""

from pathlib import Path

from django.conf import settings
from wagtail.models import Page

from ambasada.lib.printed import Paper, Papers
from ambasada.lib.recorder import reads
from ambasada.lib.tags import PAPER
from ambasada.network.models import Embassy

_FOLDER = "papers"


def papers_of(code: str) -> Papers:
    """Return the papers of the embassy of a code."""
    return Papers(Path(settings.EDITIONS_ROOT) / code / _FOLDER)


def paper_of(page: Page, embassy: Embassy) -> Paper | None:
    """Return the paper of an approved page; None until it was made of what is approved now."""
    path = f"/{page.locale.language_code}/{page.address}"
    reads(f"{PAPER}{path}")
    paper = papers_of(embassy.code).all().get(path)
    copy = getattr(page, "fair_copy", None)
    return paper if paper is not None and copy is not None and paper.copy == copy.sha256 else None
