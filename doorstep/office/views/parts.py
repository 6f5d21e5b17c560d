"""What the pages of the office share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpResponse
from django.shortcuts import render

from doorstep.ui.http import Request
from doorstep.users.access import allow
from doorstep.users.models import User

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def may_edit(model: type[models.Model]) -> Callable[[User], bool]:
    """For ``settings_page(may=…)``: whether somebody may change rows of the model."""
    return lambda user: bool(user.reaches(model, "edit"))


def only_for_editors_of(model: type[models.Model]) -> Callable[[View[P]], View[P]]:
    """Who may not change what a page is about is refused before it begins."""

    def decorate(view: View[P]) -> View[P]:
        @login_required
        @wraps(view)
        def guarded(request: Request, *args: P.args, **options: P.kwargs) -> HttpResponse:
            allow(request.user, "edit", model)
            return view(request, *args, **options)

        return guarded

    return decorate


def dialog(
    request: Request, form: forms.Form, title: str, submit: str, back: str, **more: Any
) -> HttpResponse:
    """A form as a dialog over the page, or as a page of its own."""
    template = "office/_form.html" if request.htmx else "office/form.html"
    context = {"form": form, "title": title, "submit": submit, "back": back} | more
    return render(request, template, context, status=422 if form.errors else 200)
