"""The pages of activity."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doorstep.activity.actions import edit_note
from doorstep.activity.forms import NoteForm
from doorstep.activity.models import Note
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done


@require_http_methods(["GET", "POST"])
@login_required
def note_edit(request: Request, pk: int) -> HttpResponse:
    """The dialog in which one puts a note of one's own right."""
    note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
    form = NoteForm(posted(request), initial={"text": note.text})
    if form.is_valid():
        with refusals_shown_on(form):
            edit_note(note, by=request.user, text=form.cleaned_data["text"])
            say_done(request, _("Note saved."))
            return go_to(request, note.about)
    context = {"note": note, "form": form}
    status = 422 if form.is_bound else 200
    page = "activity/_note_edit.html" if request.htmx else "activity/note_edit.html"
    return render(request, page, context, status=status)
