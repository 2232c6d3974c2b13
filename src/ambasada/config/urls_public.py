"""Addresses of the public origin."""

from django.urls import path, re_path

from ambasada.front import views as front
from ambasada.pages.views import public as pages
from ambasada.syndication.views import public as syndication

urlpatterns = [
    path("", pages.first_page, name="first_page"),
    path("healthz", front.health, name="health"),
    path("robots.txt", front.robots, name="robots"),
    path("sitemap.xml", front.site_map, name="site_map"),
    path("exit/", pages.quick_exit, name="quick_exit"),
    re_path(
        r"^documents/(?P<sha256>[0-9a-f]{64})(?P<suffix>\.(?:pdf|txt))$",
        pages.document,
        name="document",
    ),
    re_path(
        r"^(?P<language>[a-z-]+)/(?P<section>(?:[a-z0-9-]+/)+)feed\.(?P<form>atom|json)$",
        syndication.feed,
        name="feed",
    ),
    re_path(
        r"^(?P<language>[a-z-]+)/(?P<path>(?:[a-z0-9-]+/)+)card\.png$",
        syndication.card,
        name="card",
    ),
    re_path(
        r"^pictures/(?P<sha256>[0-9a-f]{64})(?P<suffix>\.(?:jpg|webp))$",
        pages.picture,
        name="picture",
    ),
    path("<slug:language>/search/", front.search, name="search"),
    path("<slug:language>/search/words.js", front.words, name="words"),
    path("<slug:language>/a-z/", front.everything, name="everything"),
    path("<slug:language>", pages.home_without_slash, name="home_without_slash"),
    path("<slug:language>/", pages.page, name="home"),
    path("<slug:language>/<path:path>", pages.page, name="page"),
]
handler404 = "ambasada.pages.views.not_found"
handler500 = "ambasada.pages.views.failed"
