"""Addresses of the pages "Members" and "Pictures", below the admin's own."""

from django.urls import path

from ambasada.network import views

urlpatterns = [
    path("members/", views.members, name="members"),
    path("members/invite/", views.invite, name="members_invite"),
    path("members/invites/<int:number>/vouch/", views.vouch, name="members_vouch"),
    path("members/<int:number>/device-lost/", views.device_lost, name="members_device_lost"),
    path("members/seats/<int:number>/change/", views.change_seat, name="members_change_seat"),
    path("members/seats/<int:number>/confirm/", views.confirm, name="members_confirm"),
    path("members/seats/<int:number>/drop/", views.drop, name="members_drop"),
    path("members/<int:number>/way-back/", views.way_back, name="members_way_back"),
    path("pictures/", views.pictures, name="pictures"),
    path("pictures/add/", views.add_picture, name="picture_add"),
    path("pictures/decide/<str:token>/", views.decide_picture, name="picture_decide"),
    path("pictures/decide/<str:token>/picture/", views.pending_file, name="picture_pending"),
]
