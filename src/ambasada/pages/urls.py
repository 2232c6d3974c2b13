"""Addresses of the approval screens, below the admin's own."""

from django.urls import path

from ambasada.pages.views import approvals, asking, links

urlpatterns = [
    path("", approvals.waiting, name="approvals"),
    path("drafts/", approvals.drafts, name="drafts"),
    path("links/", links.broken, name="broken_links"),
    path("<int:number>/", approvals.one, name="approval"),
    path("<int:number>/approve/", approvals.approve_it, name="approve"),
    path("<int:number>/decline/", approvals.decline_it, name="decline"),
    path("<int:number>/look/<int:copy>/", approvals.look, name="look"),
    path("ask/<str:kind>/<int:number>/", asking.ask_for, name="ask"),
    path("take-back/<str:kind>/<int:number>/", asking.take_back, name="take_back"),
]
