from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from ambasada.pages.rich_text import OutsideLink, PageLink


@hooks.register("register_rich_text_features", order=100)
def register_links(features: FeatureRegistry) -> None:
    features.register_link_type(PageLink)
    features.register_link_type(OutsideLink)
