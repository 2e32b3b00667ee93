"""What may be typed about a 支援調整会議."""

from django import forms

from accounts.compare import ComparedForm
from documents.models import PrintBatch
from meetings.models import AgendaItem, ResourceGap
from meetings.workflow import MINUTES_OF_ONE, writes_of_each
from network.models import Contact
from plans.models import Review
from rules.calendar import both, today
from rules.choices import choices
from rules.fields import (
    ClockField,
    EraDateField,
    LineField,
    NameField,
    NotedForm,
    PickField,
    PickRowField,
    TextField,
    as_error,
)
from rules.refusals import refuse

YES_NO = (("yes", "はい"), ("no", "いいえ"))


def few(rows):
    return forms.Textarea(attrs={"rows": rows})


class MeetingForm(ComparedForm):
    """Day, time, place, chair."""

    held_on = EraDateField(label="開催日")
    start_at = ClockField(label="始まり", required=False)
    end_at = ClockField(label="終わり", required=False)
    place = LineField(label="場所", required=False, max_length=100)
    chair = NameField(label="議長の氏名", required=False, max_length=60)
    chair_post = LineField(label="議長の職", required=False, max_length=100)
    is_regular = forms.BooleanField(label="定例の会議", required=False, initial=True)

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        posts = "・".join(filter(None, (rules.chair, rules.deputy)))
        self.fields["chair_post"].help_text = f"きまりでは {posts}"
        if not (rules.every_months or rules.every_weeks):
            del self.fields["is_regular"]


class PackForm(NotedForm, forms.Form):
    """The day on which the 会議資料 is handed out."""

    use_required_attribute = False
    on = EraDateField(label="発行日", past_only=True)


class PacksForm(PackForm):
    """And in what form one gets them all, to print or to send."""

    form = PickField(
        label="受け取りかた",
        choices=[
            (PrintBatch.Form.PDF, "全員の分を1つのPDFに（しおりつき）"),
            (PrintBatch.Form.ZIP, "1人分ずつのPDF（ZIP）"),
        ],
        initial=PrintBatch.Form.PDF,
        widget=forms.RadioSelect,
    )


class AttendeeForm(NotedForm, forms.Form):
    """A person expected or present."""

    use_required_attribute = False
    mark_need = False
    organisation = LineField(label="機関", max_length=100, required=False)
    name = NameField(label="氏名", max_length=60, required=False)
    post = LineField(label="職", max_length=60, required=False)
    side = forms.ChoiceField(
        label="どこから",
        initial="outside",
    )
    contact = forms.ModelChoiceField(
        label="登録している関係機関", queryset=Contact.objects.none(), required=False
    )
    part = LineField(label="出る範囲（3件目だけ、など）", max_length=60, required=False)
    was_there = forms.BooleanField(label="出席した（出席する予定）", required=False, initial=True)

    def __init__(self, *args, contacts, labels, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts
        self.fields["contact"].empty_label = "登録から選ばない"
        sides = [
            ("inside", "この機関"),
            ("city", labels.fill("{city}の担当者")),
            ("outside", "ほかの機関"),
        ]
        if rules.invites_person:
            sides.append(("person", "本人・家族"))
        self.fields["side"].choices = sides
        if rules.called == "all":
            del self.fields["part"]

    def clean(self):
        data = super().clean()
        if data.get("contact") and not data.get("organisation"):
            data["organisation"] = str(data["contact"])
        if data.get("name") and not data.get("organisation"):
            if data.get("side") == "person":
                data["organisation"] = "本人・家族"
            else:
                self.add_error("organisation", as_error(refuse("E-01", item="機関")))
        if data.get("organisation") and not data.get("name"):
            self.add_error("name", as_error(refuse("E-01", item="氏名")))
        return data

    def row(self):
        """The fields of an Attendee."""
        data = self.cleaned_data
        kept = {name: data[name] for name in ("organisation", "name", "post", "contact")}
        return kept | {
            "part": data.get("part", ""),
            "is_person": data["side"] == "person",
            "was_there": data["was_there"],
            "is_city": data["side"] == "city",
            "is_outside": data["side"] != "inside",
        }


AttendeeFormSet = forms.formset_factory(AttendeeForm, extra=0, can_delete=True, max_num=60)


class RoleForm(NotedForm, forms.Form):
    """役割分担の1行."""

    use_required_attribute = False
    mark_need = False
    organisation = LineField(label="機関", required=False)
    task = LineField(label="すること", required=False)
    until = EraDateField(label="いつまで", required=False)

    def clean(self):
        data = super().clean()
        if data.get("task") and not data.get("organisation"):
            self.add_error("organisation", as_error(refuse("E-01", item="役割分担の機関")))
        if data.get("organisation") and not data.get("task"):
            self.add_error("task", as_error(refuse("E-01", item="すること")))
        return data


RoleFormSet = forms.formset_factory(RoleForm, extra=0, can_delete=True, max_num=30)


class GapForm(NotedForm, forms.Form):
    """A 社会資源 that is missing, and who takes it up (手引き 第Ⅴ章3(1))."""

    gap = LineField(label="地域に足りないもの", required=False)
    gap_route = forms.ChoiceField(
        label="足りないものを扱うところ",
        choices=ResourceGap.Route.choices,
        initial=ResourceGap.Route.MEETING,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, council, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gap_route"].help_text = f"協議の場：{council}"

    def clean_gap_route(self):
        return self.cleaned_data["gap_route"] or ResourceGap.Route.MEETING


class OutcomeForm(GapForm):
    """What the meeting made of one item."""

    use_required_attribute = False
    outcome = PickField(
        label="会議の結果",
        widget=forms.RadioSelect,
    )
    reason = TextField(label="直すこと・差戻しの理由", required=False, widget=few(3))
    opinions = TextField(label="出席者の意見", required=False, widget=few(3))
    city_absence = LineField(label="市の担当者が出席しなかった理由", required=False)

    def __init__(self, *args, item, labels, **kwargs):
        super().__init__(*args, **kwargs)
        if writes_of_each(item.meeting):
            self.fields["opinions"].label = MINUTES_OF_ONE
        self.fields["city_absence"].label = labels.fill("{city}の担当者が出席しなかった理由")
        if item.kind != AgendaItem.Kind.PLAN or item.meeting.city_attended:
            del self.fields["city_absence"]
        wanted = Review.OF_PLAN if item.kind == AgendaItem.Kind.PLAN else Review.OF_EVALUATION
        self.fields["outcome"].choices = [(code.value, code.label) for code in wanted]
        self.fields["reason"].need_word = "※修正・差戻し・中断のとき必須"
        self.item = item

    def clean(self):
        data = super().clean()
        needs_reason = (Review.Outcome.AMENDED, Review.Outcome.RETURNED, Review.Outcome.SUSPEND)
        if data.get("outcome") in needs_reason and not data.get("reason"):
            self.add_error("reason", as_error(refuse("E-01", item="直すこと・理由")))
        return data


class ClosingForm(NotedForm, forms.Form):
    """終結: the three questions, each with its reason (4(3)エ)."""

    use_required_attribute = False
    reason = forms.ChoiceField(label="終結の区分", required=False)
    handing = forms.ChoiceField(
        label="他機関へのつなぎは要るか", choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    handing_why = LineField(label="そのわけ（つなぎ）", required=False)
    watching = forms.ChoiceField(
        label="地域の見守りは要るか", choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    watching_why = LineField(label="そのわけ（見守り）", required=False)
    watchers = LineField(
        label="見守りを頼む外の方・機関",
        required=False,
        help_text="この機関だけで見守るときは空のまま。書くと、プランのあとの提供の同意を確かめます",
    )
    following = forms.ChoiceField(
        label="フォローアップは要るか", choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    following_why = LineField(label="そのわけ（フォロー）", required=False)
    follow_up_on = EraDateField(label="フォローの予定日", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = choices("close_reasons", on=today())
        self.fields["reason"].choices = [("", "選んでください"), *offered]
        for field in self.fields.values():
            field.need_word = "※終結のとき必須"
        self.fields["watchers"].need_word = "※外に頼むとき必須"
        self.fields["follow_up_on"].need_word = "※フォローのとき必須"

    def answers(self):
        """What ``close_case`` asks for; an unanswered question stays None."""
        data = dict(self.cleaned_data)
        for name in ("handing", "watching", "following"):
            data[name] = {"yes": True, "no": False}.get(data[name])
        return data


class AdjustForm(NotedForm, forms.Form):
    """事前調整."""

    use_required_attribute = False
    on = EraDateField(label="日付", past_only=True, initial=today)
    partner = LineField(label="相手", max_length=100)
    way = LineField(label="方法", max_length=60, required=False)
    result = TextField(label="聞いたこと・決めたこと", widget=few(3))


class MeetingField(PickRowField):
    """One of the meetings to come, by its day."""

    def label_from_instance(self, meeting):
        clock = f"{meeting.start_at:%-H:%M}" if meeting.start_at else ""
        return "　".join(filter(None, (both(meeting.held_on), clock, str(meeting), meeting.place)))


class TableForm(NotedForm, forms.Form):
    """付議: to which meeting; for a restricted case also who at the city may see it."""

    use_required_attribute = False
    meeting = MeetingField(
        label="どの会議に出すか",
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    named = forms.ModelMultipleChoiceField(
        label="この台帳を見てよい自治体の人",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, meetings, city_staff=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        if city_staff is None:
            del self.fields["named"]
        else:
            self.fields["named"].queryset = city_staff


class ReportForm(GapForm):
    """中断の報告への意見."""

    use_required_attribute = False
    reported = TextField(label="報告への意見・決めたこと", required=False, widget=few(3))

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        if writes_of_each(item.meeting):
            self.fields["reported"].label = MINUTES_OF_ONE
