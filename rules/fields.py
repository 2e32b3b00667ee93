"""Form fields that understand what an office writes.

Each keeps in the box exactly what was typed, says in Japanese what is wrong, and
leaves in ``note`` what it changed on the way (``NotedForm.notes`` gathers them).
Lengths are counted in code points, so no box carries the browser's ``maxlength``,
which counts 𠮷 twice. In a ``ModelForm`` they are named in ``Meta.field_classes``.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rules.amounts import ADVICE, AmountError, half_width, parse_yen
from rules.calendar import DateError, PartialDate, echo, parse_date, today, wareki_short
from rules.choices import choices
from rules.postal import postal_digits
from rules.refusals import Refusal, Refused, refuse
from rules.text import MAX_TEXT, clean_name, clean_text, is_blank, phone_digits, to_hiragana

HIGHEST_AMOUNT = 999_999_999
UNKNOWN = ("unknown", "未確認")


def as_error(refusal: Refusal) -> ValidationError:
    """A refusal as the error of a field: sentence, way out, E-code."""
    return ValidationError(refusal.text + refusal.remedy, code=refusal.code)


class NotedForm:
    """Mixed into a form: what its fields changed on the way in, to be said once."""

    fields: dict[str, forms.Field]

    @property
    def notes(self) -> list[tuple[str, str]]:
        return list(self._notes())

    def _notes(self) -> Iterator[tuple[str, str]]:
        for name, field in self.fields.items():
            note = getattr(field, "note", "")
            if note:
                yield str(field.label or name), note

    def require_other(self, choice: str, text: str, code: str = "other") -> None:
        """In ``clean``: whoever ticks その他 says what it is (E-01 at the text)."""
        data = self.cleaned_data  # type: ignore[attr-defined]
        chosen = data.get(choice) or ()
        ticked = code == chosen if isinstance(chosen, str) else code in chosen
        if ticked and not data.get(text):
            label = str(self.fields[text].label or text)
            self.add_error(text, as_error(refuse("E-01", item=label)))  # type: ignore[attr-defined]

    def only_with_other(self, choice: str, text: str, code: str = "other") -> None:
        """In ``clean``: what その他 is, is said only by who chose その他."""
        data = self.cleaned_data  # type: ignore[attr-defined]
        if data.get(text) and choice in data and data[choice] != code:
            asked = str(self.fields[choice].label)
            error = ValidationError(
                f"「{asked}」が「その他」のときだけ書けます。"
                f"「{asked}」で「その他」を選ぶか、ここを空にしてください。",
                code="only_other",
            )
            self.add_error(text, error)  # type: ignore[attr-defined]


class _Said(forms.Field):
    """A field that speaks with the sentences of the catalogue."""

    note = ""

    @property
    def item(self) -> str:
        return str(self.label or "この項目")

    def validate(self, value: Any) -> None:
        if self.required and value in self.empty_values:
            raise as_error(refuse("E-01", item=self.item))
        super().validate(value)


# ---- text -----------------------------------------------------------------------


class SecretField(_Said, forms.CharField):
    """A password: taken character by character, and never shown again."""

    widget = forms.PasswordInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


class LineField(_Said, forms.CharField):
    """One line, as typed but for what cannot be seen (D32)."""

    default_max_length = 200
    box: ClassVar[dict[str, str]] = {"class": "w-16", "autocomplete": "off"}

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        kwargs["strip"] = False
        super().__init__(**kwargs)
        self.max_length = max_length or self.default_max_length

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {key: value for key, value in self.box.items() if key not in widget.attrs}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return self.empty_value
        try:
            text, self.note = self.read(str(value))
        except Refused as refused:
            raise as_error(refused.refusals[0]) from refused
        return text or self.empty_value

    def read(self, typed: str) -> tuple[str, str]:
        return clean_name(typed)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.max_length and len(value) > self.max_length:
            over = len(value) - self.max_length
            raise ValidationError(
                f"「{self.item}」は{self.max_length:,}文字までです"
                f"（いま{len(value):,}文字）。{over:,}文字減らしてください。",
                code="max_length",
            )


class NameField(LineField):
    """氏名: any character people bear, but something to see."""

    default_max_length = 100
    box: ClassVar[dict[str, str]] = {"class": "w-10", "autocomplete": "off"}

    def read(self, typed: str) -> tuple[str, str]:
        text, note = clean_name(typed)
        return ("", note) if is_blank(text) else (text, note)


class KanaField(NameField):
    """ふりがな: hiragana; カタカナ and ｶﾅ are converted, and it is said."""

    def read(self, typed: str) -> tuple[str, str]:
        text, note = super().read(typed)
        kana = to_hiragana(text)
        if not re.fullmatch("[ぁ-ゖ゛-ゞ・ー\u30f7-\u30fa\u31f0-\u31ff＝ \u3000]*", kana):
            raise ValidationError(
                f"「{self.item}」はひらがなで入れてください（例 わたなべ ゆきこ）。", code="kana"
            )
        notes = [note, "ひらがなに直しました" if kana != text else ""]
        return kana, "。".join(filter(None, notes))


class TextField(LineField):
    """Free text of up to 10,000 characters, line ends kept as LF."""

    widget = forms.Textarea
    default_max_length = MAX_TEXT
    box: ClassVar[dict[str, str]] = {"rows": "6"}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Django's Textarea brings 40 columns and 10 rows; the page sets the width."""
        widget.attrs.pop("cols", None)
        if widget.attrs.get("rows") == "10":
            del widget.attrs["rows"]
        return super().widget_attrs(widget)

    def read(self, typed: str) -> tuple[str, str]:
        return clean_text(typed)


class PhoneField(LineField):
    """電話: kept as typed; 10 or 11 digits, full width, brackets, +81 and 内線 allowed."""

    default_max_length = 40
    box: ClassVar[dict[str, str]] = {"class": "w-10", "autocomplete": "off", "inputmode": "tel"}

    def read(self, typed: str) -> tuple[str, str]:
        text, note = clean_name(typed)
        if text and len(phone_digits(text)) not in (10, 11):
            raise ValidationError(
                "電話番号は10桁か11桁の数字で入れてください（例 03-1234-5678）。", code="phone"
            )
        return text, note


class PostalCodeField(LineField):
    """郵便番号: seven digits in any notation, stored as 940-0062."""

    box: ClassVar[dict[str, str]] = {
        "class": "w-6",
        "autocomplete": "off",
        "inputmode": "numeric",
        "data-postal": "",
    }

    def read(self, typed: str) -> tuple[str, str]:
        text, note = clean_name(typed)
        digits = postal_digits(text)
        if text and not digits:
            raise ValidationError(
                "郵便番号は7桁の数字で入れてください（例 940-0062）。", code="postal"
            )
        return (f"{digits[:3]}-{digits[3:]}" if digits else ""), note


# ---- numbers ---------------------------------------------------------------------


class UnitInput(forms.TextInput):
    """A short box with its unit behind it."""

    def __init__(self, unit: str, attrs: dict[str, Any] | None = None) -> None:
        self.unit = unit
        super().__init__(
            {"class": "w-6", "inputmode": "numeric", "autocomplete": "off"} | (attrs or {})
        )

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return format_html(
            '<span class="unit">{}{}</span>', super().render(*args, **kwargs), self.unit
        )


class NumberField(_Said, forms.IntegerField):
    """A whole number, full width too; E-21 outside its range."""

    unit = ""
    lowest, highest = 0, HIGHEST_AMOUNT

    def __init__(
        self,
        *,
        unit: str | None = None,
        min_value: int | None = None,
        max_value: int | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", UnitInput(self.unit if unit is None else unit))
        super().__init__(**kwargs)
        self.min_value = self.lowest if min_value is None else min_value
        self.max_value = self.highest if max_value is None else max_value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or not str(value).strip():
            return None
        return value if isinstance(value, int) else self.read(str(value))

    def read(self, typed: str) -> int:
        number = half_width(typed)
        if not re.fullmatch("-?[0-9]{1,12}", number):
            raise ValidationError(
                f"「{self.item}」は数字だけで入れてください（例 3）。", code="invalid"
            )
        return int(number)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.min_value <= value <= self.max_value:
            limits = {"minimum": f"{self.min_value:,}", "maximum": f"{self.max_value:,}"}
            raise as_error(refuse("E-21", item=self.item, **limits))


class YenField(NumberField):
    """金額: 45,000円, ３万, 1.5万. Empty is not known, 0 is none."""

    unit = "円"

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value

    def read(self, typed: str) -> int:
        try:
            return parse_yen(typed)
        except AmountError as error:
            raise ValidationError(ADVICE, code="invalid") from error


# ---- dates -----------------------------------------------------------------------


class _Typed(str):
    """What a person typed, told apart from what was stored."""

    __slots__ = ()


class EraDateInput(forms.TextInput):
    """One box for a date in any notation, and beside it how the date was read.

    ``data-era`` carries the flags of ``rules.calendar.echo`` for the script that
    asks while typing; without script the line stands there after the next answer.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "w-10", "autocomplete": "off"} | (attrs or {}))

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        box = super().render(name, value, attrs, renderer)
        shown = echo(self.format_value(value) or "", str(self.attrs.get("data-era", "")))
        return format_html(
            '{}<output for="{}" aria-live="polite">{}</output>',
            box,
            (attrs or {}).get("id", ""),
            shown.text,
        )


class EraDateField(_Said):
    """A date in any notation, or with ``precision="partial"`` a year or a month alone.

    ``day``: the cleaned value is a date or None. ``partial``: it is the stored text of
    ``PartialDate`` (``""`` if empty; 不詳 is empty too, with a note) for a
    ``CharField(max_length=12)``; a model that also wants the day keeps
    ``PartialDate.from_stored(text).exact`` beside it. ``past_only``: E-35 for a future
    day. ``age``: the line beside the box says how old that is today.
    """

    widget = EraDateInput

    def __init__(
        self,
        *,
        precision: Literal["day", "partial"] = "day",
        past_only: bool = False,
        age: bool = False,
        **kwargs: Any,
    ) -> None:
        self.partial, self.past_only = precision == "partial", past_only
        flags = {"partial": self.partial, "past": past_only, "age": age}
        self.flags = " ".join(word for word, wanted in flags.items() if wanted)
        kwargs.pop("max_length", None)  # a ModelForm passes the CharField's own
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"data-era": self.flags}

    def bound_data(self, data: Any, initial: Any) -> Any:
        shown = super().bound_data(data, initial)
        return _Typed(shown) if isinstance(shown, str) and not self.disabled else shown

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            value = timezone.localdate(value)
        if isinstance(value, dt.date):
            return wareki_short(value)
        if isinstance(value, str) and value and not isinstance(value, _Typed) and self.partial:
            return PartialDate.from_stored(value).wareki_short()
        return value

    def to_python(self, value: Any) -> dt.date | str | None:
        nothing = "" if self.partial else None
        if isinstance(value, dt.date):
            return str(PartialDate(value.year, value.month, value.day)) if self.partial else value
        try:
            text, self.note = clean_name(value or "")
        except Refused as refused:
            raise as_error(refused.refusals[0]) from refused
        if not text:
            return nothing
        if self.partial and text in ("不詳", "不明"):
            self.note = "日付なしで残します"
            return nothing
        return self.read(text)

    def read(self, text: str) -> dt.date | str | None:
        options = {"past_only": self.past_only, "partial": self.partial, "near": not self.partial}
        try:
            parsed = parse_date(text, today(), item=self.item, **options)
        except DateError as error:
            raise as_error(error.refusal) from error
        self.note = parsed.note
        return str(parsed.value) if self.partial else parsed.date


class ClockField(LineField):
    """A time of day: 13:40, 13時40分, 1340; the cleaned value is a ``time`` or None."""

    box: ClassVar[dict[str, str]] = {"class": "w-3", "autocomplete": "off"}
    default_max_length = 12
    PATTERN = re.compile(r"(\d{1,2})(?:[:時.]?(\d{2})分?|時)")

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%-H:%M") if isinstance(value, dt.time) else value

    def validate(self, value: Any) -> None:
        _Said.validate(self, value)

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if not typed:
            return None
        found = self.PATTERN.fullmatch(half_width(typed).replace("：", ":"))
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(
                f"「{self.item}」は、13:40 のように0:00から23:59までの時刻で入れてください。",
                code="clock",
            )
        return dt.time(hour, minute)


# ---- choices ---------------------------------------------------------------------


class _ListedField(_Said):
    """A choice from a versioned list (D25), in the wording of the day ``on``."""

    def __init__(self, list_name: str, *, unknown: bool = True, **kwargs: Any) -> None:
        self.list_name, self.unknown = list_name, unknown
        super().__init__(**kwargs)
        self.offer(None)

    def offer(self, on: dt.date | None) -> None:
        """Offer the list as it stood on a day; without one, as it stands when shown."""
        self.choices: Any = (lambda: self._offered(today())) if on is None else self._offered(on)

    def _offered(self, on: dt.date) -> Sequence[tuple[str, str]]:
        rows = list(choices(self.list_name, on=on))
        if self.unknown and UNKNOWN[0] not in dict(rows):
            rows.append(UNKNOWN)
        return rows


class PickField(_Said, forms.ChoiceField):
    """One of the few choices of a form itself."""


class PickTypedField(_Said, forms.TypedChoiceField):
    """The same, read as something else than text."""


class PickRowField(_Said, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the rows the form was given."""


class PickSeveralField(_Said, forms.TypedMultipleChoiceField):
    """Some of the few choices of a form itself."""


class OneOfField(_ListedField, forms.ChoiceField):
    """One answer, as radio buttons; a long list takes ``widget=forms.Select``."""

    widget = forms.RadioSelect


class SeveralOfField(_ListedField, forms.MultipleChoiceField):
    """Several answers, as boxes to tick; 未確認 stands alone."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        super().validate(value)
        if UNKNOWN[0] in value and len(value) > 1:
            raise ValidationError(
                f"「{self.item}」の「{UNKNOWN[1]}」は、ほかのものと一緒に選べません。",
                code="unknown",
            )


def ChoicesField(
    list_name: str, *, multiple: bool = False, unknown: bool = True, **kwargs: Any
) -> OneOfField | SeveralOfField:
    """The field for a list: radio buttons, or boxes if several may be chosen.

    Named like a class because it stands where a field class stands.
    """
    field = SeveralOfField if multiple else OneOfField
    return field(list_name, unknown=unknown, **kwargs)
