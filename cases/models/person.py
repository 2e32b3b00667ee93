"""本人: who the 台帳 is about, as far as it is known."""

from django.db import models

from accounts.models import Record
from rules.calendar import PartialDate
from rules.finding import birth_key, tel_key
from rules.text import search_key


class Person(Record):
    """本人. Nothing here is compulsory but a name to call them by (D11).

    Names are stored exactly as typed; the words they are found by stand in the 台帳.
    """

    call_name = models.CharField("呼び名", max_length=100)
    name = models.CharField("氏名", max_length=100, blank=True)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    sex = models.CharField("性別", max_length=10, blank=True)
    sex_other = models.CharField("性別（その他）", max_length=40, blank=True)
    birth = models.CharField("生年月日", max_length=12, blank=True)
    residence = models.CharField("住まいの有無", max_length=10, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    tel_home = models.CharField("電話（自宅）", max_length=40, blank=True)
    tel_mobile = models.CharField("電話（携帯）", max_length=40, blank=True)
    email = models.CharField("メール", max_length=100, blank=True)
    contact_way = models.CharField("連絡のしかた", max_length=100, blank=True)
    caution = models.CharField("訪問・連絡で気をつけること", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "本人"

    def __str__(self):
        return self.display_name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        case = getattr(self, "case", None)
        if case:
            case.write_search_words()

    def search_words(self):
        """What the 台帳 is found by: telephone, birth, and the names under every spelling."""
        tels = [tel_key(tel) for tel in (self.tel_home, self.tel_mobile)]
        names = [search_key(name) for name in (self.name, self.kana, self.call_name)]
        return [*tels, birth_key(self.birth) if self.birth else "", *names]

    @property
    def display_name(self):
        return self.name or self.call_name

    def age_on(self, day):
        """Age in words on a day (``38歳``, ``77〜78歳``), or an empty text."""
        if not self.birth:
            return ""
        return PartialDate.from_stored(self.birth).age_on(day)
