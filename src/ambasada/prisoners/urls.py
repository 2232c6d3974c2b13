"""Addresses of the screen “Political prisoners”, below the admin's own."""

from django.urls import path

from ambasada.prisoners import views

urlpatterns = [
    path("", views.index, name="prisoners"),
    path("number/", views.by_number, name="prisoner_by_number"),
    path("<int:number>/<slug:kind>/", views.claims, name="prisoner_claims"),
    path("rows/<int:number>/<int:copy>/", views.rows, name="prisoner_rows"),
]
