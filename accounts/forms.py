"""Login, one's own password, and the staff register of 管理者."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from accounts.compare import ComparedForm
from accounts.models import Organisation, Role, User
from accounts.standards import staffing_of
from rules.calendar import today
from rules.fields import (
    EraDateField,
    KanaField,
    LineField,
    NameField,
    NotedForm,
    NumberField,
    PhoneField,
    PickField,
    PostalCodeField,
    SecretField,
    TextField,
    as_error,
)
from rules.profile import profile_for
from rules.refusals import refuse


class LoginForm(AuthenticationForm):
    """Says one and the same thing for a wrong login, a wrong password and a closed account."""

    error_messages = {
        "invalid_login": (
            "ログインIDかパスワードが違います。大文字と小文字、全角と半角を確かめてください。"
        ),
        "inactive": "ログインIDかパスワードが違います。",
    }


class PasswordForm(forms.Form):
    """Change one's own password."""

    use_required_attribute = False
    current = SecretField(label="いまのパスワード")
    new = SecretField(
        label="新しいパスワード",
        help_text="12文字以上。記号や大文字を混ぜる決まりはありません。",
    )
    again = SecretField(label="新しいパスワード（もう一度）")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        data = super().clean()
        if self.errors:  # one of them is missing
            return data
        if not self.user.check_password(data["current"]):
            self.add_error("current", "いまのパスワードが違います。")
        if data["new"] != data["again"]:
            self.add_error("again", "2つの新しいパスワードが違います。同じものを入れてください。")
        try:
            password_validation.validate_password(data["new"], self.user)
        except ValidationError as errors:
            self.add_error("new", errors)
        return data


REASON = "資格や兼務についての理由"
WHEN = "修了証も要件も登録のない職種と、要綱にない兼務のときに書きます。職員の画面に残ります。"


TRAIN_BY = "養成研修を受ける期限"


class UnqualifiedForm(NotedForm, forms.Form):
    """Why a post is held without what the 要綱 asks for, and by when the 養成研修 is taken."""

    reason = TextField(
        label=REASON, help_text=WHEN, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    train_by = EraDateField(
        label=TRAIN_BY,
        required=False,
        help_text="修了証がまだの人だけ。過ぎると、今日の画面と職員の一覧に出ます",
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in ("reason", "train_by")])
        if organisation.is_city_office:
            del self.fields["reason"], self.fields["train_by"]

    def clean_train_by(self):
        day = self.cleaned_data["train_by"]
        if day and day < today():
            raise as_error(refuse("E-02", later=TRAIN_BY, earlier="今日"))
        return day


class StaffForm(UnqualifiedForm):
    """Register a colleague: 管理者 gives the first password, the colleague changes it."""

    use_required_attribute = False
    username = LineField(label="ログインID", max_length=60)
    name = NameField(label="氏名")
    kana = KanaField(label="ふりがな", required=False)
    roles = forms.MultipleChoiceField(
        label="役割", choices=(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, organisation=organisation, **kwargs)
        self.fields["roles"].choices = roles_offered(organisation)

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise as_error(refuse("E-32", item=f"ログインID {username}"))
        return username

    def clean_roles(self):
        roles = self.cleaned_data["roles"]
        if not roles:
            raise as_error(refuse("E-01", item="役割"))
        return roles


class RolesForm(UnqualifiedForm, ComparedForm):
    """The roles of one colleague at one organisation."""

    use_required_attribute = False
    roles = forms.MultipleChoiceField(
        label="役割", choices=(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, organisation=organisation, **kwargs)
        held = self.initial.get("roles", ())
        self.fields["roles"].choices = roles_offered(organisation, held)

    def units(self):
        """The reason and its day belong to the act of saving: nothing stored differs from them."""
        return [unit for unit in super().units() if unit.name == "roles"]


def roles_offered(organisation, held=()):
    """City roles in the city office only; in an agency the posts of its 要綱 (P-07).

    A post somebody holds stays on offer until it is taken away.
    """
    if organisation.is_city_office:
        roles = {Role.OFFICER, Role.APPROVER, Role.ADMIN}
    else:
        staffing = staffing_of(organisation.municipality.code)
        roles = {*staffing.posts_at(organisation.tasks), *held, Role.ADMIN}
    return [(role.value, role.label) for role in Role if role in roles]


def offer(form, name, choices):
    """What the 要綱 names to choose from; without any the question is not asked."""
    if choices:
        form.fields[name].choices = choices
    else:
        del form.fields[name]


class AgencyForm(ComparedForm, forms.ModelForm):
    """An agency as the city registers it: 直営 or 委託, to whom, from when to when."""

    KINDS = (
        (Organisation.Kind.DIRECT, "直営"),
        (Organisation.Kind.CONTRACTED, "委託"),
    )

    name = LineField(label="名称", max_length=100)
    kind = PickField(
        label="種別",
        choices=KINDS,
        widget=forms.RadioSelect,
    )
    legal_form = forms.ChoiceField(label="法人種別（委託のとき）", required=False)
    corporation = LineField(label="受託法人", max_length=100, required=False)
    entrusted_part = LineField(
        label="委託する部分",
        required=False,
        help_text="一部だけを委託するときに書きます（例 町部の相談）。書かなければ全部です",
    )
    contract_from = EraDateField(label="委託期間の始まり", required=False)
    contract_until = EraDateField(label="委託期間の終わり", required=False)
    number_prefix = LineField(
        label="台帳番号の記号",
        max_length=4,
        required=False,
        help_text="番号の前に付ける文字（例 C）。機関ごとにちがうものにします",
    )
    postal_code = PostalCodeField(label="郵便番号", required=False)
    address = LineField(label="所在地", required=False)
    tel = PhoneField(label="電話", required=False)
    email = LineField(label="メール", max_length=100, required=False)
    head = LineField(label="長の職氏名", max_length=100, required=False)
    privacy_officer = LineField(label="個人情報管理責任者", max_length=60, required=False)
    retention_years = NumberField(
        label="台帳の保存年限",
        unit="年",
        min_value=1,
        max_value=50,
        required=False,
        help_text="支援が終わった年度の翌年度から数えます。自治体の文書の定めか委託の契約によります",
    )

    tasks = forms.MultipleChoiceField(
        label="あわせて行うこと", required=False, widget=forms.CheckboxSelectMultiple
    )
    towns = forms.MultipleChoiceField(
        label="受けもつ町村", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "kind",
            "legal_form",
            "corporation",
            "entrusted_part",
            "contract_from",
            "contract_until",
            "number_prefix",
            "postal_code",
            "address",
            "tel",
            "email",
            "head",
            "privacy_officer",
            "retention_years",
            "tasks",
            "towns",
        )

    def __init__(self, *args, forms_offered, **kwargs):
        super().__init__(*args, **kwargs)
        kept = [self.instance.legal_form] if self.instance.legal_form else []
        offered = dict.fromkeys((*kept, *forms_offered))
        self.fields["legal_form"].choices = [("", "選んでください"), *((f, f) for f in offered)]
        profile = profile_for(self.instance.municipality.code)
        tasks = [(row.post, row.label) for row in profile.table("staffing").tasks]
        offer(self, "tasks", tasks)
        offer(self, "towns", [(town, town) for town in profile.table("agencies").towns])
        not_named = refuse("E-29", place="法人種別", reason="%(value)sには委託できません")
        self.fields["legal_form"].error_messages["invalid_choice"] = str(not_named)

    def clean_name(self):
        return self.only_one("name", "名称")

    def clean_number_prefix(self):
        """Two agencies whose numbers begin alike could not be told apart."""
        return self.only_one("number_prefix", "台帳番号の記号")

    def only_one(self, name, item):
        """Among the organisations of the city, or E-32."""
        value = self.cleaned_data[name]
        others = Organisation.objects.filter(municipality=self.instance.municipality_id)
        if value and others.exclude(pk=self.instance.pk).filter(**{name: value}).exists():
            raise as_error(refuse("E-32", item=f"{item} {value}"))
        return value

    def clean(self):
        data = super().clean()
        if data.get("kind") != Organisation.Kind.CONTRACTED:
            data["entrusted_part"] = ""
        else:
            for name in ("legal_form", "corporation", "contract_from"):
                if not data.get(name) and name not in self.errors:
                    item = str(self.fields[name].label).split("（")[0]
                    self.add_error(name, as_error(refuse("E-01", item=item)))
        start, end = data.get("contract_from"), data.get("contract_until")
        if start and end and end < start:
            error = refuse("E-02", later="委託期間の終わり", earlier="委託期間の始まり")
            self.add_error("contract_until", as_error(error))
        return data


class AdminForm(NotedForm, forms.Form):
    """A 管理者 of an agency, who registers the others."""

    use_required_attribute = False
    username = LineField(label="管理者のログインID", max_length=60)
    name = NameField(label="管理者の氏名")
    kana = KanaField(label="ふりがな", required=False)

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise as_error(refuse("E-32", item=f"ログインID {username}"))
        return username


class CounterForm(ComparedForm):
    """窓口: one agency may have several (A19)."""

    name = LineField(label="窓口の名称", max_length=100)
    address = LineField(label="場所", required=False)
    tel = PhoneField(label="電話", required=False)
    hours = LineField(label="開いている時間", max_length=100, required=False)


class PolicyForm(ComparedForm):
    """A version of 様式7, or of the 規約 of the database."""

    valid_from = EraDateField(label="施行日")
    body = TextField(label="本文", widget=forms.Textarea(attrs={"rows": 16}))
