"""Addresses of contacts, below the admin’s own: each with the code of its embassy."""

from django.urls import path

from ambasada.relations import views

_BELOW = "relations/<slug:code>"

urlpatterns = [
    path("relations/", views.start, name="relations"),
    path(f"{_BELOW}/", views.home, name="relations_home"),
    path(f"{_BELOW}/organisations/", views.organisations, name="relations_organisations"),
    path(f"{_BELOW}/organisations/add/", views.add_organisation, name="relations_organisation_add"),
    path(f"{_BELOW}/organisations/<uuid:ref>/", views.organisation, name="relations_organisation"),
    path(
        f"{_BELOW}/organisations/<uuid:ref>/edit/",
        views.edit_organisation,
        name="relations_organisation_edit",
    ),
    path(
        f"{_BELOW}/organisations/<uuid:ref>/keep-off/",
        views.keep_off,
        name="relations_organisation_keep_off",
    ),
    path(f"{_BELOW}/people/", views.people, name="relations_people"),
    path(f"{_BELOW}/people/add/", views.add_person, name="relations_person_add"),
    path(f"{_BELOW}/people/<uuid:ref>/", views.person, name="relations_person"),
    path(f"{_BELOW}/people/<uuid:ref>/edit/", views.edit_person, name="relations_person_edit"),
    path(
        f"{_BELOW}/people/<uuid:ref>/anonymise/", views.anonymise, name="relations_person_anonymise"
    ),
    path(f"{_BELOW}/meetings/", views.interactions, name="relations_meetings"),
    path(f"{_BELOW}/meetings/add/", views.add_interaction, name="relations_meeting_add"),
    path(f"{_BELOW}/meetings/<uuid:ref>/", views.interaction, name="relations_meeting"),
    path(
        f"{_BELOW}/meetings/<uuid:ref>/edit/", views.edit_interaction, name="relations_meeting_edit"
    ),
    path(f"{_BELOW}/meetings/<uuid:ref>/note/", views.note, name="relations_meeting_note"),
    path(f"{_BELOW}/meetings/<uuid:ref>/advice/", views.advise, name="relations_meeting_advice"),
    path(
        f"{_BELOW}/meetings/<uuid:ref>/register/",
        views.put_on_register,
        name="relations_meeting_register",
    ),
    path(f"{_BELOW}/register/", views.register, name="relations_register"),
    path(f"{_BELOW}/register/count/", views.count_withheld, name="relations_register_count"),
    path(f"{_BELOW}/register/delay/", views.set_delay, name="relations_register_delay"),
    path(f"{_BELOW}/promises/<uuid:ref>/settle/", views.settle, name="relations_settle"),
    path(f"{_BELOW}/hand-over/", views.hand_over, name="relations_hand_over"),
    path(f"{_BELOW}/places/<uuid:ref>/close/", views.close_place, name="relations_place_close"),
    path(f"{_BELOW}/rows/<slug:kind>/<uuid:ref>/", views.edit_row, name="relations_row_edit"),
    path(
        f"{_BELOW}/rows/<slug:kind>/<uuid:ref>/remove/",
        views.remove_row,
        name="relations_row_remove",
    ),
    path(
        f"{_BELOW}/<slug:owner>/<uuid:ref>/<slug:kind>/add/",
        views.add_row,
        name="relations_row_add",
    ),
]
