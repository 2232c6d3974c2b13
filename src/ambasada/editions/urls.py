"""Addresses of the screen "Editions", below the admin's own."""

from django.urls import path

from ambasada.editions import views

urlpatterns = [
    path("", views.index, name="editions"),
    path("erase/document/<int:number>/", views.erase_document, name="erase_document"),
    path("erase/picture/<int:number>/", views.erase_picture, name="erase_picture"),
    path("erase/<str:kind>/<int:number>/", views.erase_it, name="erase"),
    path("<slug:code>/", views.index, name="editions_of"),
    path("<slug:code>/remove/<slug:ref>/", views.remove_person, name="remove_person"),
    path("<slug:code>/changes/<int:older>/<int:newer>/", views.changes, name="edition_changes"),
    path("<slug:code>/verify/", views.verify, name="verify_edition"),
    path("<slug:code>/rollback/<int:edition>/", views.ask, name="ask_rollback"),
    path("<slug:code>/lift/", views.ask_to_lift, name="ask_to_lift"),
    path("<slug:code>/rollbacks/<int:number>/approve/", views.approve, name="approve_rollback"),
    path("<slug:code>/rollbacks/<int:number>/decline/", views.decline, name="decline_rollback"),
    path("<slug:code>/erased/<int:stone>/restore/", views.restore, name="restore"),
    path(
        "<slug:code>/restorations/<int:number>/approve/",
        views.approve_restoring,
        name="approve_restoration",
    ),
    path(
        "<slug:code>/restorations/<int:number>/decline/",
        views.decline_restoring,
        name="decline_restoration",
    ),
]
