"""Every address of the product."""

from __future__ import annotations

from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    # There is no mail server to send a reset to; an administrator makes a new password.
    path("account/password/reset/", views.no_reset, name="account_reset_password"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("cases/", include("registry.urls")),
    path("audit/", include("consent.urls")),
    path("", include("reporting.urls")),
]
