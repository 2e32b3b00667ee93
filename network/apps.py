from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = "関係機関・社会資源"
