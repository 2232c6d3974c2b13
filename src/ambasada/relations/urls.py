"""Addresses of contacts, below the admin’s own: each with the code of its embassy."""

from django.urls import path

from ambasada.relations import views

_BELOW = "relations/<slug:code>"

_letters = [
    path(f"{_BELOW}/letters/", views.letters, name="relations_letters"),
    path(f"{_BELOW}/letters/add/", views.add_letter, name="relations_letter_add"),
    path(f"{_BELOW}/letters/templates/add/", views.add_template, name="relations_template_add"),
    path(
        f"{_BELOW}/letters/templates/<uuid:ref>/edit/",
        views.edit_template,
        name="relations_template_edit",
    ),
    path(f"{_BELOW}/letters/<uuid:ref>/", views.letter, name="relations_letter"),
    path(f"{_BELOW}/letters/<uuid:ref>/edit/", views.edit_letter, name="relations_letter_edit"),
    path(
        f"{_BELOW}/letters/<uuid:ref>/advice/",
        views.advise_letter,
        name="relations_letter_advice",
    ),
    path(f"{_BELOW}/letters/<uuid:ref>/paper/<int:part>/", views.printed, name="relations_papers"),
    path(
        f"{_BELOW}/letters/<uuid:ref>/do/<slug:act>/",
        views.act_on_letter,
        name="relations_letter_act",
    ),
    path(f"{_BELOW}/copies/<uuid:ref>/", views.letter_copy, name="relations_copy"),
    path(f"{_BELOW}/copies/<uuid:ref>/paper/", views.copy_on_paper, name="relations_copy_paper"),
    path(f"{_BELOW}/copies/<uuid:ref>/answer/", views.answer, name="relations_copy_answer"),
    path(f"{_BELOW}/copies/<uuid:ref>/settle/", views.settle_copy, name="relations_copy_settle"),
]

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
    path(f"{_BELOW}/merges/", views.merges, name="relations_merges"),
    path(f"{_BELOW}/merges/<uuid:ref>/undo/", views.undo, name="relations_merge_undo"),
    path(
        f"{_BELOW}/duplicates/<slug:owner>/",
        views.duplicates,
        name="relations_duplicates",
    ),
    path(
        f"{_BELOW}/duplicates/<slug:owner>/<uuid:ref>/<uuid:other>/",
        views.compare,
        name="relations_compare",
    ),
    path(f"{_BELOW}/segments/", views.segments, name="relations_segments"),
    path(f"{_BELOW}/segments/add/", views.add_segment, name="relations_segment_add"),
    path(f"{_BELOW}/segments/<uuid:ref>/edit/", views.edit_segment, name="relations_segment_edit"),
    path(
        f"{_BELOW}/segments/<uuid:ref>/remove/",
        views.remove_segment,
        name="relations_segment_remove",
    ),
    *_letters,
    path(f"{_BELOW}/brief/", views.brief, name="relations_brief"),
    path(f"{_BELOW}/hand-over/", views.hand_over, name="relations_hand_over"),
    path(
        f"{_BELOW}/people/<uuid:ref>/standing/",
        views.change_standing,
        name="relations_person_standing",
    ),
    path(f"{_BELOW}/areas/", views.areas, name="relations_areas"),
    path(f"{_BELOW}/areas/add/", views.add_area, name="relations_area_add"),
    path(f"{_BELOW}/areas/<uuid:ref>/", views.area, name="relations_area"),
    path(f"{_BELOW}/areas/<uuid:ref>/edit/", views.edit_area, name="relations_area_edit"),
    path(f"{_BELOW}/postcode/", views.postcode, name="relations_postcode"),
    path(f"{_BELOW}/reports/", views.reports, name="relations_reports"),
    path(f"{_BELOW}/reports/<slug:kind>/", views.report, name="relations_report"),
    path(f"{_BELOW}/reports/<slug:kind>/table/", views.report_table, name="relations_report_table"),
    path(f"{_BELOW}/picture/", views.picture, name="relations_picture"),
    path(f"{_BELOW}/picture/<uuid:ref>/", views.picture_of, name="relations_picture_of"),
    path(f"{_BELOW}/calendars/", views.calendars, name="relations_calendars"),
    path(
        f"{_BELOW}/calendars/<uuid:ref>/say/", views.widen_calendar, name="relations_calendar_widen"
    ),
    path(
        f"{_BELOW}/calendars/<uuid:ref>/revoke/",
        views.close_calendar,
        name="relations_calendar_close",
    ),
    path(f"{_BELOW}/places/<uuid:ref>/close/", views.close_place, name="relations_place_close"),
    path(f"{_BELOW}/rows/<slug:kind>/<uuid:ref>/", views.edit_row, name="relations_row_edit"),
    path(
        f"{_BELOW}/rows/<slug:kind>/<uuid:ref>/remove/",
        views.remove_row,
        name="relations_row_remove",
    ),
    path(f"{_BELOW}/imports/", views.imports, name="relations_imports"),
    path(f"{_BELOW}/imports/<uuid:ref>/undo/", views.undo_import, name="relations_import_undo"),
    path(f"{_BELOW}/imports/<slug:token>/", views.import_file, name="relations_import"),
    path(
        f"{_BELOW}/imports/<slug:token>/refused/",
        views.import_refused,
        name="relations_import_refused",
    ),
    path(f"{_BELOW}/exports/<slug:kind>/", views.export, name="relations_export"),
    path(
        f"{_BELOW}/<slug:owner>/<uuid:ref>/<slug:kind>/add/",
        views.add_row,
        name="relations_row_add",
    ),
]
