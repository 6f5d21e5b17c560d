"""The rules of a mailbox: what it takes no notice of."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.mail.actions import add_rule, apply_rule, delete_rule
from doorstep.mail.forms.rules import RuleForm
from doorstep.mail.ignoring import waiting_for
from doorstep.mail.models import IgnoreRule, Mailbox
from doorstep.ui.http import Request
from doorstep.ui.pages import posted, refusals_shown_on, say_done
from doorstep.users.models.user import KEEP


@require_http_methods(["GET", "POST"])
@login_required
def mailbox_rules(request: Request, pk: int) -> HttpResponse:
    """``?what=SENDER&value=…`` fills the form in, ``?added=7`` offers what waits and fits."""
    mailbox = get_object_or_404(Mailbox.objects.permitted(request.user, KEEP), pk=pk)
    usual = {name: request.GET.get(name, "")[:200] for name in ("what", "value")}
    form = RuleForm(posted(request), initial=usual)
    if form.is_valid():
        with refusals_shown_on(form):
            said = form.cleaned_data
            rule = add_rule(IgnoreRule, by=request.user, mailbox=mailbox, **said)
            say_done(request, _("What fits is ignored from now on."))
            return redirect(f"{request.path}?added={rule.pk}")
    rules = IgnoreRule.objects.filter(mailbox=mailbox)
    added = request.GET.get("added", "")
    fresh = rules.filter(pk=int(added[:18])).first() if added.isdecimal() else None
    context = {
        "form": form,
        "mailbox": mailbox,
        "rules": rules,
        "fresh": fresh,
        "waiting": len(waiting_for(fresh)) if fresh else 0,
    }
    return render(request, "mail/rules.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def rule_do(request: Request, pk: int, name: str) -> HttpResponse:
    """Taken away, or applied to what waits."""
    rule = get_object_or_404(IgnoreRule.objects.permitted(request.user, KEEP), pk=pk)
    mailbox = rule.mailbox_id
    if name == "apply":
        count = apply_rule(rule, by=request.user)
        says = ngettext("%d message is put aside.", "%d messages are put aside.", count)
        say_done(request, says % count)
    else:
        delete_rule(rule, by=request.user)
        say_done(request, _("The rule is gone. What it ignored can still be taken in."))
    return redirect("mailbox_rules", mailbox)
