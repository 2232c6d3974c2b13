"""Carrying the copy to read offline from a site on to a mirror: what is taken, kept and let go."""

from dataclasses import dataclass

from ambasada.lib.bundles import (
    LARGEST_BUNDLE,
    PLACE,
    Bundle,
    NotABundle,
    PageOf,
    require_proved,
    require_signed,
)
from ambasada.lib.copies import Copy
from ambasada.lib.fetching import NotThere, Site, Unfetched
from ambasada.lib.proofs import LARGEST_SIGNATURE, SIGNATURE, SignedCharter, SignedManifest


@dataclass(frozen=True)
class Carrying:
    """From a site, into a folder, by who can make the page that must be in it."""

    site: Site
    copy: Copy
    page_of: PageOf

    def bundle(
        self, made: SignedManifest, shown: SignedCharter, *, is_served: bool
    ) -> tuple[Bundle | None, str]:
        """Return the copy that goes with an edition and, if something is wrong, what.

        Never raises: it must keep no edition from being served. What the site does not offer any
        more is let go, since something in it may have been erased. What is refused or can't be had
        leaves what is there, beside the edition it was taken for and no other.
        """
        held = self._held(made, shown)
        try:
            bundle = self._offered(held)
            if not (is_served and bundle == held):  # else it was looked into when it was taken
                self._require_newer(bundle, held)
                require_proved(bundle, made, shown, page_of=self.page_of)
        except NotThere:
            return None, ""
        except (NotABundle, Unfetched) as reason:
            return held if is_served else None, str(reason)
        return bundle, ""

    def _held(self, made: SignedManifest, shown: SignedCharter) -> Bundle | None:
        """Return the copy that is served, unless it is damaged or its key is ours no more."""
        held = self.copy.bundle
        try:
            if held is not None:
                require_signed(held, made, shown)
        except NotABundle:
            return None
        return held

    def _offered(self, held: Bundle | None) -> Bundle:
        """Return what the site offers; the signature tells whether that is what we hold."""
        signature = self.site.get(f"{PLACE}{SIGNATURE}", at_most=LARGEST_SIGNATURE)
        if held is not None and held.signature == signature:
            return held
        content = self.site.get(PLACE, at_most=min(LARGEST_BUNDLE, self.copy.spare))
        return Bundle(content, signature)

    @staticmethod
    def _require_newer(bundle: Bundle, held: Bundle | None) -> None:
        before = held.number if held else None
        if before is not None and (bundle.number is None or bundle.number < before):
            message = "It is older than the one that is kept here."
            raise NotABundle(message)
