"""Where search is."""

from django.urls import path

from doorstep.search.views import search_page

urlpatterns = [path("search/", search_page, name="search")]
