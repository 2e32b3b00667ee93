"""People who log in, and the roles they hold."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models.places import Organisation
from accounts.models.record import OneHistoryManager, Record
from rules.calendar import add_months, today
from rules.prepared import prepared


class Role(models.TextChoices):
    CHIEF = "chief", "主任相談支援員"
    COUNSELOR = "counselor", "相談支援員"
    EMPLOYMENT = "employment", "就労支援員"
    OUTREACH = "outreach", "アウトリーチ支援員"
    SHELTER = "shelter", "一時生活支援の支援員"
    OFFICER = "officer", "自治体担当者"
    APPROVER = "approver", "決裁者"
    ADMIN = "admin", "管理者"


STAFF = (Role.CHIEF, Role.COUNSELOR, Role.EMPLOYMENT, Role.OUTREACH, Role.SHELTER)
CITY_ROLES = (Role.OFFICER, Role.APPROVER)


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user


class UserQuerySet(models.QuerySet):
    def working_at(self, organisation, roles=None):
        """Active people with a role at an organisation today."""
        members = Membership.objects.current().filter(organisation=organisation)
        if roles:
            members = members.filter(role__in=roles)
        return self.filter(is_active=True, pk__in=members.values("user"))


class User(AbstractBaseUser):
    """利用者 of the system: someone who logs in. Never someone who is helped."""

    username = models.CharField("ログインID", max_length=60, unique=True)
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("ふりがな", max_length=60, blank=True)
    is_active = models.BooleanField("有効", default=True)
    uses_shortcuts = models.BooleanField("ショートカットキーを使う", default=True)
    pledged_on = models.DateField("守秘義務を誓約した日", null=True, blank=True)
    must_change_password = models.BooleanField("パスワード変更が必要", default=False)
    is_demo = models.BooleanField("デモ用", default=False, editable=False)
    is_operator = models.BooleanField("運用者", default=False, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    history = HistoricalRecords(
        history_manager=OneHistoryManager, excluded_fields=["password", "last_login"]
    )

    USERNAME_FIELD = "username"
    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "職員"
        ordering = ("kana", "username")

    def __str__(self):
        return self.name

    @property
    def has_pledged(self):
        """守秘義務 was pledged, and not a year ago or more (E-33)."""
        return self.pledged_on is not None and today() < add_months(self.pledged_on, 12)

    def current_memberships(self):
        return Membership.objects.current().filter(user=self)

    def posts(self):
        """[(organisation id, kind, municipality id, role)] held today, read once a request."""
        if not hasattr(self, "_posts"):
            found = posts_on(self.pk, today()) if self.is_active else []
            self._posts = [row[:4] for row in found]
            self._city_names = list(dict.fromkeys(row[4] for row in found))
            self._city_codes = list(dict.fromkeys(row[5] for row in found))
        return self._posts

    def city_names(self):
        """The municipalities this person works in, by name; of the same reading."""
        self.posts()
        return self._city_names

    def city_codes(self):
        """Their 団体コード, in the same order."""
        self.posts()
        return self._city_codes

    def organisation_ids(self, roles):
        """Ids of the agencies where this person holds one of the roles."""
        return sorted({org for org, _kind, _city, role in self.posts() if role in roles})

    def city_ids(self, roles=CITY_ROLES):
        """Ids of the municipalities in whose office this person holds one of the roles.

        A city role held anywhere but in the city office counts for nothing: 委託先
        can never decide (実施要領 2).
        """
        office = Organisation.Kind.CITY_OFFICE
        return sorted({c for _o, kind, c, role in self.posts() if role in roles and kind == office})


@prepared
def posts_on(user, day):
    """What ``User.posts`` is made of; every page of every room asks it."""
    return (
        Membership.objects.current(day)
        .filter(user=user)
        .values_list(
            "organisation_id",
            "organisation__kind",
            "organisation__municipality_id",
            "role",
            "organisation__municipality__name",
            "organisation__municipality__code",
        )
    )


def read_people(*places):
    """Read at once who is named in (record, field), …: a wide join for each costs more."""
    keys = {getattr(record, f"{field}_id") for record, field in places}
    people = User.objects.only("name").order_by().in_bulk(keys - {None})
    for record, field in places:
        setattr(record, field, people.get(getattr(record, f"{field}_id")))


class MembershipQuerySet(models.QuerySet):
    def current(self, on=None):
        day = on or today()
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=day), since__lte=day, organisation__is_active=True
        )


class Membership(Record):
    """役割: which role a person holds at which organisation, from when to when (inclusive)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="職員")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name="所属"
    )
    role = models.CharField("役割", max_length=12, choices=Role.choices)
    since = models.DateField("始まり", default=today)
    until = models.DateField("終わり", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "役割"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("user", "organisation", "role"),
                name="membership_once",
                violation_error_message="この役割は既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_order",
                violation_error_message="役割の終わりは始まり以降の日付にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_role_display()}"

    @property
    def is_current(self):
        """Is the role held today?"""
        return self.since <= today() and (self.until is None or self.until >= today())
