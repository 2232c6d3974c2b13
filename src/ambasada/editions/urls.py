"""Addresses of the screen "Editions", below the admin's own."""

from django.urls import path

from ambasada.editions import views

urlpatterns = [
    path("", views.index, name="editions"),
    path("<slug:code>/", views.index, name="editions_of"),
    path("<slug:code>/changes/<int:older>/<int:newer>/", views.changes, name="edition_changes"),
    path("<slug:code>/verify/", views.verify, name="verify_edition"),
    path("<slug:code>/rollback/<int:edition>/", views.ask, name="ask_rollback"),
    path("<slug:code>/lift/", views.ask_to_lift, name="ask_to_lift"),
    path("<slug:code>/rollbacks/<int:number>/approve/", views.approve, name="approve_rollback"),
    path("<slug:code>/rollbacks/<int:number>/decline/", views.decline, name="decline_rollback"),
]
