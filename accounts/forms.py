"""Login, one's own password, and the staff register of 管理者."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from accounts.models import Role, User
from rules.fields import KanaField, LineField, NameField, NotedForm, as_error
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
    current = forms.CharField(
        label="いまのパスワード", widget=forms.PasswordInput, strip=False, required=False
    )
    new = forms.CharField(
        label="新しいパスワード",
        help_text="12文字以上。記号や大文字を混ぜる決まりはありません。",
        widget=forms.PasswordInput,
        strip=False,
        required=False,
    )
    again = forms.CharField(
        label="新しいパスワード（もう一度）",
        widget=forms.PasswordInput,
        strip=False,
        required=False,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        data = super().clean()
        for name in ("current", "new", "again"):
            if not data.get(name):
                self.add_error(name, as_error(refuse("E-01", item=self.fields[name].label)))
        if self.errors:
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


class StaffForm(NotedForm, forms.Form):
    """Register a colleague: 管理者 gives the first password, the colleague changes it."""

    use_required_attribute = False
    username = LineField(label="ログインID", max_length=60)
    name = NameField(label="氏名")
    kana = KanaField(label="ふりがな", required=False)
    roles = forms.MultipleChoiceField(
        label="役割", choices=(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
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


class RolesForm(forms.Form):
    """The roles of one colleague at one organisation."""

    roles = forms.MultipleChoiceField(
        label="役割", choices=(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = roles_offered(organisation)


def roles_offered(organisation):
    """City roles exist in the city office only, staff roles in agencies only."""
    city = (Role.OFFICER, Role.APPROVER, Role.ADMIN)
    staff = (Role.CHIEF, Role.COUNSELOR, Role.EMPLOYMENT, Role.OUTREACH, Role.ADMIN)
    return [(role.value, role.label) for role in (city if organisation.is_city_office else staff)]
