"""The pages of the office."""

from django.urls import include, path

from doorstep.office.views import company, fields, lists, places, roles, setup, users, why, you

USERS, ROLES = "settings/users/", "settings/users/roles/"
FIELDS = "settings/fields/"
TEAMS, LIST = "settings/users/teams/", "settings/lists/<slug:plural>/"

urlpatterns = [
    path("setup/", setup.setup_page, name="setup"),
    path("", include("doorstep.office.signin.urls")),
    path("settings/company/", company.company_page, name="office_company"),
    path("settings/profile/", you.profile_page, name="office_profile"),
    path("settings/tokens/", you.tokens_page, name="office_tokens"),
    path("settings/tokens/new/", you.token_new, name="office_token_new"),
    path("settings/tokens/<int:pk>/revoke/", you.token_revoke, name="office_token_revoke"),
    path(FIELDS, fields.fields_page, name="office_fields"),
    path(f"{FIELDS}new/", fields.field_new, name="office_field_new"),
    path(f"{FIELDS}order/", fields.fields_order, name="office_fields_order"),
    path(f"{FIELDS}<int:pk>/", fields.field_edit, name="office_field_edit"),
    path(f"{FIELDS}<int:pk>/archive/", fields.field_archive, name="office_field_archive"),
    path(f"{FIELDS}<int:pk>/delete/", fields.field_delete, name="office_field_delete"),
    path("who/<slug:kind>/<int:pk>/", why.who_page, name="who_may"),
    path(USERS, users.users_page, name="office_users"),
    path(f"{USERS}<int:pk>/may/", why.may_page, name="office_user_may"),
    path(f"{USERS}new/", users.user_new, name="office_user_new"),
    path(f"{USERS}<int:pk>/", users.user_edit, name="user_detail"),
    path(f"{USERS}<int:pk>/suspend/", users.user_suspend, name="office_user_suspend"),
    path(f"{USERS}<int:pk>/readmit/", users.user_readmit, name="office_user_readmit"),
    path(f"{USERS}<int:pk>/invite/", users.user_invite, name="office_user_invite"),
    path(f"{USERS}<int:pk>/link/", users.user_link, name="office_user_link"),
    path(ROLES, roles.roles_page, name="office_roles"),
    path(f"{ROLES}new/", roles.role_new, name="office_role_new"),
    path(f"{ROLES}<int:pk>/", roles.role_edit, name="office_role_edit"),
    path(f"{ROLES}<int:pk>/delete/", roles.role_delete, name="office_role_delete"),
    path(f"{ROLES}<int:pk>/reach/<str:model>/", roles.role_reach, name="office_role_reach"),
    path(TEAMS, places.teams_page, name="office_teams"),
    path(f"{TEAMS}new/", places.team_new, name="office_team_new"),
    path(f"{TEAMS}<int:pk>/", places.team_edit, name="office_team_edit"),
    path(f"{TEAMS}<int:pk>/delete/", places.team_delete, name="office_team_delete"),
    path(LIST, lists.list_page, name="office_list"),
    path(f"{LIST}uses/", lists.list_uses, name="office_list_uses"),
    path(f"{LIST}order/", lists.list_order, name="office_list_order"),
    path(f"{LIST}new/", lists.row_new, name="office_row_new"),
    path(f"{LIST}<int:pk>/", lists.row_edit, name="office_row_edit"),
    path(f"{LIST}<int:pk>/set/", lists.row_set, name="office_row_set"),
    path(f"{LIST}<int:pk>/remove/", lists.row_remove, name="office_row_remove"),
]
