"""Where everything is taken out."""

from django.urls import path

from doorstep.upkeep import views

urlpatterns = [
    path("settings/everything/", views.everything_page, name="everything"),
    path("settings/everything/<int:pk>/file", views.everything_file, name="everything_file"),
]
