from django.urls import path

from network import views

urlpatterns = [
    path("", views.contact_list, name="contact_list"),
    path("add/", views.contact_add, name="contact_add"),
    path("<int:pk>/", views.contact_edit, name="contact_edit"),
]
