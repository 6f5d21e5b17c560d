from django.urls import path

from doorstep.activity import composing, views
from doorstep.activity.calendar import feeds
from doorstep.activity.calendar import tasks as task_times
from doorstep.activity.calendar import views as calendar
from doorstep.activity.records import CALENDAR_EVENTS, TASKS
from doorstep.activity.reminders import views as reminders
from doorstep.activity.today import line_views as today_lines
from doorstep.activity.today import views as today
from doorstep.activity.today import week as today_weeks
from doorstep.ui.urls import record_urls

urlpatterns = [
    path("today/", today.today_page, name="today"),
    path("today/do/", today.today_do, name="today_do"),
    path("today/move/", today.today_move, name="today_move"),
    path("today/line/", today_lines.today_line, name="today_line"),
    path("today/line/read/", today_lines.today_read, name="today_read"),
    path("today/week/", today_weeks.today_week, name="today_week"),
    path("today/step/", today.today_step, name="today_step"),
    path("reminders/new/", reminders.reminders_new, name="reminders_new"),
    path("reminders/<int:pk>/later/", reminders.reminder_later, name="reminder_later"),
    path("settings/reminders/", reminders.settings_page_of, name="reminder_settings"),
    path("settings/reminders/browser/", reminders.browser_keep, name="reminder_browser"),
    path("sw.js", reminders.service_worker, name="service_worker"),
    path("notes/<int:pk>/edit/", views.note_edit, name="note_edit"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/new/", calendar.new, name="calendar_new"),
    path("calendar/events/<int:pk>/", calendar.event, name="calendar_event"),
    path("calendar/events/<int:pk>/edit/", calendar.edit, name="calendar_edit"),
    path("calendar/events/<int:pk>/move/", calendar.move, name="calendar_move"),
    path("calendar/events/<int:pk>/delete/", calendar.delete, name="calendar_delete"),
    path("calendar/events/<int:pk>/answer/", calendar.answer, name="calendar_answer"),
    path("calendar/events/<int:pk>/time/", task_times.event_time, name="calendar_event_time"),
    path("calendar/tasks/<int:pk>/move/", task_times.task_move, name="calendar_task_move"),
    path("calendar/tasks/<int:pk>/plan/", task_times.task_plan, name="calendar_task_plan"),
    path("calendar/tasks/<int:pk>/time/", task_times.task_time, name="calendar_task_time"),
    path("calendar/feed/", feeds.feed_page, name="calendar_feed_page"),
    path("calendar/feed/make/", feeds.feed_make, name="calendar_feed_make"),
    path("calendar/feed/revoke/", feeds.feed_revoke, name="calendar_feed_revoke"),
    path("calendar/feed/<str:secret>.ics", feeds.feed, name="calendar_feed"),
    path("calendar/import/", feeds.import_page, name="calendar_import"),
    path("calls/new/<slug:kind>/<int:pk>/", composing.call_new, name="call_new"),
    path("tasks/for/<slug:kind>/<int:pk>/", composing.task_for, name="task_for"),
    path("calendar-events/for/<slug:kind>/<int:pk>/", composing.event_for, name="event_for"),
    path("next-contact/<slug:kind>/<int:pk>/", composing.next_contact, name="next_contact"),
    path("next-contact/<slug:kind>/<int:pk>/done/", composing.contacted, name="contacted"),
    path("next-contact/read/", composing.line_read, name="line_read"),
    *record_urls(CALENDAR_EVENTS, "calendar-events"),
    *record_urls(TASKS, "tasks"),
]
