"""支援台帳 and its episodes."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Replace

from accounts.models import STAFF, Organisation, Record, Role, User
from cases.models.person import Person
from cases.towns import town_in
from rules.calendar import today, wareki
from rules.profile import profile_for
from rules.text import search_key

LONGEST_WORDS = 2_000  # bytes: what one entry of an index can hold on every database
WITHHELD = "（閲覧制限のため記しません）"
# ふりがな as two people may have typed it: with a space, a wide one, or none.
CLOSE_KANA = Replace(Replace("person__kana", Value(" "), Value("")), Value("\u3000"), Value(""))


def keys_of(user):
    """What a person's sight of cases hangs on: who, on which day, at which agencies and cities."""
    return user.pk, today(), tuple(user.organisation_ids(STAFF)), tuple(user.city_ids())


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The 台帳 a person may see at all (D15, D16, §5.1).

        Staff: their own agency's. The city's officer and approver: the 直営 agencies'
        of their municipality; a 委託先's only once a step has brought it to the city.
        A restricted one: only who is named (DV等支援措置). 管理者 sees no case.
        """
        return self.visible(*keys_of(user))

    def visible(self, user, day, own, cities):
        """The rule of ``visible_to`` by its keys (``keys_of``)."""
        who = near = Q(agency__in=own)
        if cities:
            here = Organisation.objects.filter(municipality__in=cities)
            brought = CityAccess.objects.open_on(day).filter(scope=CityAccess.Scope.CASE)
            open_to_city = Exists(brought.filter(case=OuterRef("pk")))
            direct = Q(agency__in=here.filter(kind=Organisation.Kind.DIRECT).values("pk"))
            who |= Q(agency__in=here.values("pk")) & (direct | Q(open_to_city))
            # Told apart, so that a database begins with the index of these agencies.
            of_both = Organisation.objects.filter(Q(municipality__in=cities) | Q(pk__in=own))
            near = Q(agency__in=of_both.values("pk"))
        named = Exists(CaseGrant.objects.filter(case=OuterRef("pk"), user=user))
        standing = self.filter(near, who, withdrawn_on__isnull=True, joined_into__isnull=True)
        return standing.filter(Q(is_restricted=False) | Q(named))

    def printable_to(self, user):
        """What the print centre takes: of the agencies where one is 主任 or 管理者 (D14).

        The same rule as ``visible_to``: a restricted one only for who is named.
        """
        return self.visible(user.pk, today(), user.organisation_ids((Role.CHIEF, Role.ADMIN)), [])

    def readable_to(self, user):
        """And the files that were joined into one of them: read where they were written (D10)."""
        return self.readable(*keys_of(user))

    def readable(self, *keys):
        """The rule of ``readable_to`` by its keys."""
        seen = Case.objects.visible(*keys).values("pk")
        return self.filter(Q(pk__in=seen) | Q(joined_into__in=seen))

    def page(self, pk, *keys):
        """The same for one file: asked of it alone, no list of all that one sees is made."""
        seen = Case.objects.visible(*keys)
        itself = Exists(seen.filter(pk=OuterRef("pk")))
        into = Exists(seen.filter(pk=OuterRef("joined_into")))
        return self.filter(Q(itself) | Q(into), pk=pk)

    def found_by(self, words):
        """Cases of which every word holds (``rules.finding.read_words``).

        What a file was called before, and the one that was joined into it, find it too.
        """
        rows = self
        for word in words:
            rows = rows.filter(reduce(or_, (Q(search_words__contains=key) for key in word.keys)))
        return rows

    def resembling(self, kana, birth):
        """Cases that may be the same person: equal ふりがな and birth date (E-26)."""
        if not (kana and birth):
            return self.none()
        alike = self.filter(person__birth=birth).alias(close_kana=CLOSE_KANA)
        return alike.filter(close_kana=close(kana))

    def for_list(self):
        """With everything a row of a list shows, in one query."""
        return self.select_related("person", "agency", "episode__lead").order_by("-number")


def close(kana):
    """ふりがな without the spaces between its parts."""
    return "".join(kana.split())


class Case(Record):
    """支援台帳: one person's file at one agency (実施要領 9(2)).

    ``search_words`` is all it is found by, in one place and in the index of its agency:
    a search reads the 台帳 of one's own agency and nothing else. It is never shown.
    ``town`` is read from the person's address.
    """

    derived = ("search_words", "town")
    agency = models.ForeignKey(
        Organisation,
        models.PROTECT,
        db_index=False,  # case_of_agency begins with it
        verbose_name="支援機関",
    )
    number = models.CharField("台帳番号", max_length=20)
    person = models.OneToOneField(Person, models.PROTECT, verbose_name="本人")
    episode = models.OneToOneField(
        "Episode", models.PROTECT, null=True, related_name="+", verbose_name="いまの相談"
    )
    is_restricted = models.BooleanField("閲覧制限", default=False)
    withdrawn_on = models.DateField("誤登録とした日", null=True, blank=True)
    withdrawn_reason = models.TextField("誤登録の理由", blank=True)
    joined_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joined",
        db_index=False,  # case_joined: of the few that are joined, not of all that are not
        verbose_name="まとめた先の台帳",
    )
    search_words = models.TextField(blank=True, editable=False)
    town = models.CharField("町村", max_length=100, blank=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支援台帳"
        constraints = [models.UniqueConstraint(fields=("agency", "number"), name="case_number")]
        indexes = [
            models.Index(fields=("agency", "-number", "search_words"), name="case_of_agency"),
            models.Index(
                fields=("joined_into",),
                condition=Q(joined_into__isnull=False),
                name="case_joined",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.person}"

    @property
    def place_on_paper(self):
        """〒 and address for a paper the person does not receive: a restricted one is on none."""
        if self.is_restricted:
            return "", WITHHELD
        return self.person.postal_code, self.person.address

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self.write_search_words()

    def write_search_words(self):
        """Bring ``search_words`` up to date, read afresh: no edit, hence no version of it."""
        files = Case.objects.filter(Q(pk=self.pk) | Q(joined_into=self.pk))
        files = files.select_related("person", "agency__municipality")
        files = files.prefetch_related("old_numbers")
        own_first = sorted(files, key=lambda case: (case.pk != self.pk, case.pk))
        words = [word for case in own_first for word in case.own_words()]
        text = " ".join(dict.fromkeys(filter(None, words)))
        self.search_words = text.encode()[:LONGEST_WORDS].decode(errors="ignore")
        self.town = own_first[0].own_town()
        Case.objects.filter(pk=self.pk).update(search_words=self.search_words, town=self.town)
        if self.joined_into_id:
            self.joined_into.write_search_words()

    def own_town(self):
        """The 町村 of the person's address, where the 要綱 is of a prefecture; else ""."""
        city = self.agency.municipality
        towns = profile_for(city.code).table("agencies").towns
        return town_in(self.person.address, towns, city.name) if towns else ""

    def own_words(self):
        """What the file is found by without those that were joined into it."""
        numbers = [self.number, *(row.number for row in self.old_numbers.all())]
        return [*map(search_key, numbers), *self.person.search_words()]


class CaseNumber(models.Model):
    """前の台帳番号: a number the file bore at another agency; it stays findable (D15)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="old_numbers", verbose_name="台帳")
    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="支援機関"
    )
    number = models.CharField("台帳番号", max_length=20)
    until = models.DateField("いつまで")

    class Meta:
        verbose_name = verbose_name_plural = "前の台帳番号"
        constraints = [models.UniqueConstraint(fields=("agency", "number"), name="old_number_once")]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self.case.write_search_words()


class Episode(Record):
    """相談: one course from 受付 to its end. Its state is written by the engine only."""

    class State(models.TextChoices):
        RECEIVED = "received", "受付"
        APPLYING = "applying", "申込待ち"
        ASSESSING = "assessing", "アセスメント中"
        PLANNING = "planning", "プラン策定中"
        IN_SUPPORT = "in_support", "支援中"
        REASSESSING = "reassessing", "再アセスメント中"
        REFERRING = "referring", "つなぎ中"
        HANDED_OVER = "handed_over", "つなぎで終了"
        INFORMED = "informed", "情報提供で終了"
        DECLINED = "declined", "申込なしで終了"
        SUSPENDED = "suspended", "中断"
        CLOSED = "closed", "終結"
        FOLLOWING_UP = "following_up", "フォロー中"
        WATCHING = "watching", "見守り"

    OPEN = (
        State.RECEIVED,
        State.APPLYING,
        State.ASSESSING,
        State.REFERRING,
        State.PLANNING,
        State.IN_SUPPORT,
        State.REASSESSING,
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="episodes", verbose_name="台帳")
    number = models.PositiveSmallIntegerField("回", default=1)
    state = models.CharField("段階", max_length=16, choices=State.choices, default=State.RECEIVED)
    received_on = models.DateField("受付日")
    ended_on = models.DateField("終わった日", null=True, blank=True)
    lead = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="担当"
    )
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="副担当"
    )
    employment = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="就労担当"
    )
    hard_reason = models.CharField("困難ケースとする理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "相談"
        ordering = ("case_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("case", "number"), name="episode_number"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(ended_on__isnull=True), name="episode_one_open"
            ),
        ]
        indexes = [models.Index(fields=("lead", "state"), name="episode_of_lead")]

    def __str__(self):
        return f"{self.case} 第{self.number}回"

    @property
    def agency(self):
        return self.case.agency

    @property
    def is_open(self):
        return self.state in self.OPEN


class CaseGrant(Record):
    """閲覧指名: a person who may see a restricted 台帳."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="grants", verbose_name="台帳")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="職員")
    reason = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "閲覧指名"
        constraints = [models.UniqueConstraint(fields=("case", "user"), name="grant_once")]

    def __str__(self):
        return f"{self.case.number} {self.user}"


class CityAccessQuerySet(models.QuerySet):
    def open_on(self, day):
        """What is open on a day (inclusive) to the city of the case."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class CityAccess(Record):
    """市の閲覧: since when, for what, and how far the city sees a 委託先's case.

    Until 提出 only the papers of the step that brought it (``paper``), then the case.
    A restricted case stays closed all the same to all who are not named.
    """

    class Scope(models.TextChoices):
        PAPER = "paper", "その手続の書類"
        CASE = "case", "ケース"

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="city_accesses", verbose_name="台帳"
    )
    scope = models.CharField("範囲", max_length=5, choices=Scope.choices)
    since = models.DateField("始まり")
    until = models.DateField("終わり", null=True, blank=True)
    reason = models.CharField("わけ", max_length=200)

    objects = CityAccessQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "市の閲覧"
        ordering = ("case_id", "pk")
        indexes = [models.Index(fields=("case", "scope"), name="city_access_of_case")]

    def __str__(self):
        return f"{self.case.number} {self.get_scope_display()} {self.since}"


class Deadline(models.Model):
    """期限: what must be done by when, with its reason and clause (promise 3).

    Replaced by the verbs of the room that knows it; home, band and lists read it here.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines", verbose_name="台帳")
    key = models.CharField("しるし", max_length=40, blank=True)
    kind = models.CharField("種類", max_length=100)
    due_on = models.DateField("期限の日")
    reason = models.CharField("理由", max_length=300, blank=True)
    clause = models.CharField("根拠", max_length=100, blank=True)
    edition = models.CharField("根拠の版", max_length=150, blank=True)
    done_on = models.DateField("済んだ日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        ordering = ("due_on", "pk")
        indexes = [models.Index(fields=("due_on",), name="deadline_due")]
        constraints = [
            models.UniqueConstraint(
                fields=("case", "key"),
                condition=Q(done_on__isnull=True) & ~Q(key=""),
                name="deadline_open_once",
            )
        ]

    def __str__(self):
        return f"{self.kind} {wareki(self.due_on)}：{self.because}"

    @property
    def because(self):
        """プラン開始 2026-10-10 + 3か月（実施要領 4(3)ウ）."""
        return f"{self.reason}（{self.clause}）" if self.clause else self.reason

    @property
    def is_late(self):
        return self.done_on is None and self.due_on < today()

    @property
    def is_handed_on(self):
        """Of a つなぎ or a フォロー: its reason names the agency."""
        return self.key.startswith("referral_") or self.key == "follow_up"

    @property
    def is_job(self):
        """就職後の様子を聞く日: settled by a button, as no other step does it."""
        return self.key.startswith("job_")
