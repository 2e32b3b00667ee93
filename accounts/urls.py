from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("me/", views.own_settings, name="own_settings"),
    path("me/password/", views.own_password, name="own_password"),
    path("echo/date/", views.echo_date, name="echo_date"),
    path("echo/postal/", views.echo_postal, name="echo_postal"),
    path("staff/", views.staff_list, name="staff_list"),
    path("staff/<int:pk>/roles/", views.staff_roles, name="staff_roles"),
    path("staff/<int:pk>/active/", views.staff_active, name="staff_active"),
    path("staff/<int:pk>/password/", views.staff_password, name="staff_password"),
]
