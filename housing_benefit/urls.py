from django.urls import path

from housing_benefit import views

urlpatterns = [
    path("cases/<int:pk>/benefits/", views.case_benefits, name="case_benefits"),
    path("cases/<int:pk>/benefits/new/", views.benefit_start, name="benefit_start"),
    path("benefits/", views.benefit_list, name="benefit_list"),
    path("benefits/<int:pk>/", views.benefit_detail, name="benefit_detail"),
    path("benefits/<int:pk>/edit/", views.benefit_edit, name="benefit_edit"),
    path("benefits/<int:pk>/explain/", views.benefit_explain, name="benefit_explain"),
    path("benefits/<int:pk>/move/<slug:name>/", views.benefit_move, name="benefit_move"),
    path("benefits/<int:pk>/rule/<slug:name>/", views.benefit_rule, name="benefit_rule"),
]
