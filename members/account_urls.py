"""Addresses below /tai-khoan/."""

from django.contrib.auth import views as auth_views
from django.urls import path, reverse_lazy

from members import account_views as views
from members.views import invitations, personal_data

app_name = "account"

urlpatterns = [
    path("", views.home, name="home"),
    path("dang-nhap/", views.SignIn.as_view(), name="sign-in"),
    path("dang-xuat/", auth_views.LogoutView.as_view(), name="sign-out"),
    path("moi/<str:token>/", invitations.accept, name="invitation"),
    path("du-lieu/", personal_data.personal_data, name="personal-data"),
    path(
        "du-lieu/rut-dong-y/", personal_data.withdraw_consent, name="withdraw-consent"
    ),
    path("buoc-hai/", views.second_factor, name="second-factor"),
    path("buoc-hai/cai-dat/", views.second_factor_setup, name="second-factor-setup"),
    path("buoc-hai/ma-du-phong/", views.recovery_codes, name="recovery-codes"),
    path(
        "mat-khau/",
        auth_views.PasswordChangeView.as_view(
            template_name="account/password_change.html",
            success_url=reverse_lazy("account:password-changed"),
        ),
        name="password",
    ),
    path(
        "mat-khau/da-doi/",
        auth_views.PasswordChangeDoneView.as_view(
            template_name="account/password_changed.html"
        ),
        name="password-changed",
    ),
    path("quen-mat-khau/", views.ForgottenPassword.as_view(), name="password-reset"),
    path(
        "quen-mat-khau/da-gui/",
        auth_views.PasswordResetDoneView.as_view(
            template_name="account/password_reset_sent.html"
        ),
        name="password-reset-sent",
    ),
    path(
        "quen-mat-khau/<uidb64>/<token>/",
        views.NewPassword.as_view(),
        name="password-reset-confirm",
    ),
    path(
        "quen-mat-khau/xong/",
        auth_views.PasswordResetCompleteView.as_view(
            template_name="account/password_reset_done.html"
        ),
        name="password-reset-done",
    ),
]
