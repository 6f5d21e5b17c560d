"""Where one signs in. The names are those by which django-allauth finds its own pages."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.views.generic import RedirectView

from doorstep.office.signin import views

login = views.LoginView.as_view()
security = views.SecurityView.as_view()

urlpatterns = [
    path("login/", login, name="account_login"),
    path("login/", login, name="login"),
    path("login/code/", second_step.authenticate, name="mfa_authenticate"),
    path("login/passkey/", views.LoginByPasskeyView.as_view(), name="mfa_login_webauthn"),
    path("login/again/", account.reauthenticate, name="account_reauthenticate"),
    path("login/again/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path(
        "login/again/passkey/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("login/suspended/", account.account_inactive, name="account_inactive"),
    path("logout/", account.logout, name="account_logout"),
    path("logout/", account.logout, name="logout"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/choose/<uidb36>/<key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/chosen/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("settings/security/", security, name="mfa_index"),
    path("settings/security/password/", account.password_change, name="account_change_password"),
    path("settings/security/password/new/", account.password_set, name="account_set_password"),
    path("settings/security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("settings/security/app/code.svg", views.app_code, name="app_code"),
    path("settings/security/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("settings/security/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "settings/security/codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "settings/security/codes/file/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(
        "settings/security/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path(
        "settings/security/passkeys/new/",
        views.AddPasskeyView.as_view(),
        name="mfa_add_webauthn",
    ),
    path(
        "settings/security/passkeys/<int:pk>/off/",
        views.RemovePasskeyView.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("settings/security/sessions/end/", views.end_session, name="sessions_end"),
    path("settings/security/sessions/<str:key>/end/", views.end_session, name="session_end"),
]
