from django.db import models
from django.utils.translation import gettext_lazy as _


class Circle(models.TextChoices):
    """The circles that a People’s Embassy keeps contacts with."""

    GOVERNMENT = "government", _("government bodies")
    ASSOCIATIONS = "associations", _("public associations")
    UNIONS = "unions", _("trade unions")
    BUSINESS = "business", _("business")
    SCIENCE = "science", _("science")
    CULTURE = "culture", _("culture")
    MEDIA = "media", _("media")
    EMBASSIES = "embassies", _("other embassies")
