from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "rules"
    verbose_name = "きまり・暦・選択肢"
