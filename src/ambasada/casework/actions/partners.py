from datetime import UTC, datetime

from django.conf import settings

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.lib.manifests import sha256_of
from ambasada.lib.minisign import PublicKey
from ambasada.lib.partner_lists import PartnerFolder, PartnerList
from ambasada.network.models import Embassy


def keep_partners(
    embassy: Embassy,
    content: bytes,
    signature: str,
    *,
    root: PublicKey,
    by: Member | Actor,
    now: datetime,
) -> PartnerList:
    """Keep a list of partners that the root key of an embassy signed; the desk offers it at once.

    Raises Refused if it is not signed, of another embassy, or has expired.
    """
    folder = PartnerFolder(settings.KEYS_ROOT, embassy.code)
    kept = folder.install(content, signature, root=root, today=now.astimezone(UTC).date())
    subject = f"{embassy._meta.label_lower}:{embassy.pk}"
    append(Verb.PUBLISHED, by=by, subject=subject, now=now, digest=sha256_of(content))
    return kept
