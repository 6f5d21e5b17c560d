"""The addresses of the public site, a list for each part of it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
