"""Addresses of the page “Help desk”, below the admin's own."""

from django.urls import path

from ambasada.casework.views import duty, losing, rota

urlpatterns = [
    path("help-desk/", duty.help_desk, name="help_desk"),
    path("help-desk/key/", duty.desk_key, name="desk_key"),
    path("help-desk/keys/<int:number>/reinstate/", losing.reinstate_key, name="key_reinstate"),
    path("help-desk/keys/<int:number>/end/", losing.end_key, name="key_end"),
    path("help-desk/shifts/<int:number>/stand-in/", rota.stand_in, name="shift_stand_in"),
    path("help-desk/shifts/<int:number>/end/", rota.end_shift, name="shift_end"),
    path("help-desk/breaches/<int:number>/", losing.breach, name="breach"),
    path("help-desk/breaches/<int:number>/close/", losing.close_breach, name="breach_close"),
    path("help-desk/wipings/<int:number>/confirm/", losing.confirm_wiping, name="wipe_confirm"),
    path("help-desk/wipings/<int:number>/drop/", losing.drop_wiping, name="wipe_drop"),
    path("help-desk/<slug:code>/rota/", rota.rota, name="duty_rota"),
    path("help-desk/<slug:code>/rota/add/", rota.add_shift, name="shift_add"),
    path("help-desk/<slug:code>/mailboxes/", rota.mailboxes, name="duty_mailboxes"),
    path("help-desk/<slug:code>/call-sheet/", duty.call_sheet, name="call_sheet"),
    path("help-desk/<slug:code>/pause/", duty.pause, name="help_pause"),
    path("help-desk/<slug:code>/resume/", duty.resume, name="help_resume"),
    path("help-desk/<slug:code>/read-only/", duty.read_only, name="help_read_only"),
    path("help-desk/<slug:code>/plain/open/", duty.open_plain, name="help_plain_open"),
    path("help-desk/<slug:code>/plain/close/", duty.close_plain, name="help_plain_close"),
    path("help-desk/<slug:code>/wipe/", losing.ask_wiping, name="wipe_ask"),
]
