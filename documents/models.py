"""Numbers that are given once and never again; papers that were issued, and printed in one go."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Organisation, Record, User


class NumberSequence(models.Model):
    """番号簿: the last number of a kind, per organisation and 年度 (D28)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="所属")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("種類", max_length=20)
    last = models.PositiveIntegerField("最後の番号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "番号簿"
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "fiscal_year", "kind"), name="number_sequence_once"
            )
        ]

    def __str__(self):
        return f"{self.organisation} {self.fiscal_year} {self.kind}: {self.last}"


class IssuedDocumentQuerySet(models.QuerySet):
    def of_cases(self, keys):
        """What was issued of these 台帳, also where a paper tells of several."""
        told = IssuedCase.objects.filter(case_pk__in=keys).values("document")
        return self.filter(Q(case_pk__in=keys) | Q(pk__in=told))

    def of_case(self, case_pk):
        """What was issued of one 台帳, the newest first."""
        return self.of_cases([case_pk]).select_related("issued_by", "organisation")


class IssuedDocument(Record):
    """発行した様式: what was handed out, by whom, to whom, under which number; it never changes.

    One that never left the house is voided: its number is not given again (欠番), and why.

    The 台帳 stands in a room above, so it is known here by its plain number and key; a
    kept copy is opened under the address of its 台帳 only. A paper that tells of several
    (会議資料) has none of its own but ``cases``, and is opened under its own record.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="発行した所属"
    )
    code = models.CharField("様式", max_length=40)
    title = models.CharField("様式の名", max_length=100)
    number = models.CharField("文書番号", max_length=150, blank=True)
    case_pk = models.PositiveBigIntegerField("台帳", null=True, blank=True)
    case_number = models.CharField("台帳番号", max_length=20, blank=True)
    subject_label = models.CharField("もとの記録の種類", max_length=60)
    subject_pk = models.PositiveBigIntegerField("もとの記録")
    issued_on = models.DateField("発行日")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="発行した人")
    recipient = models.CharField("渡した先", max_length=200, blank=True)
    consent_words = models.CharField("そのときの同意", max_length=200, blank=True)
    is_draft = models.BooleanField("案", default=False)
    reissue_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reissues",
        verbose_name="再発行のもと",
    )

    goes_to = models.CharField("渡す先の種類", max_length=20, blank=True)
    voided_on = models.DateField("取り消した日", null=True, blank=True)
    void_reason = models.CharField("欠番のわけ", max_length=200, blank=True)

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "発行した様式"
        ordering = ("-issued_on", "-pk")
        indexes = [models.Index(fields=("case_pk", "-issued_on"), name="issued_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "number"),
                condition=Q(reissue_of__isnull=True) & ~Q(number=""),
                name="issued_number_once",
            )
        ]

    def __str__(self):
        return f"{self.case_number} {self.title} {self.number}".strip()


class IssuedCopy(models.Model):
    """発行控え: the PDF as it was handed out, apart from the lines that lists read."""

    document = models.OneToOneField(
        IssuedDocument, models.PROTECT, related_name="copy", verbose_name="発行した様式"
    )
    pdf = models.BinaryField("紙面")
    sha256 = models.CharField("照合値", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "発行控え"

    def __str__(self):
        return f"{self.document} 控え"


class IssuedCase(models.Model):
    """載せた台帳: one of those a paper about several tells of, and how its consent stood."""

    document = models.ForeignKey(
        IssuedDocument, models.PROTECT, related_name="cases", verbose_name="発行した様式"
    )
    case_pk = models.PositiveBigIntegerField("台帳")
    case_number = models.CharField("台帳番号", max_length=20)
    consent_words = models.CharField("そのときの同意", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "載せた台帳"
        ordering = ("document_id", "pk")
        constraints = [
            models.UniqueConstraint(fields=("document", "case_pk"), name="issued_case_once")
        ]
        indexes = [models.Index(fields=("case_pk",), name="told_in_papers")]

    def __str__(self):
        return f"{self.case_number} {self.consent_words}"


class StoredFile(models.Model):
    """保管ファイル: a file that came in, as it is kept, once however often it is sent."""

    sha256 = models.CharField("照合値", max_length=64, unique=True)
    kind = models.CharField("種類", max_length=4)
    size = models.PositiveIntegerField("大きさ")
    content = models.BinaryField("中身")

    class Meta:
        verbose_name = verbose_name_plural = "保管ファイル"

    def __str__(self):
        return f"{self.sha256[:12]}.{self.kind}"


class PaperPrint(models.Model):
    """印刷の記録: who printed or opened what, and when; nothing of it is kept."""

    class What(models.TextChoices):
        PRINTED = "printed", "印刷"
        COPY = "copy", "控えを開いた"
        FILE = "file", "受け取った書類を開いた"

    case_pk = models.PositiveBigIntegerField("台帳", null=True, blank=True)
    case_number = models.CharField("台帳番号", max_length=20, blank=True)
    code = models.CharField("様式", max_length=40)
    title = models.CharField("様式の名", max_length=100)
    what = models.CharField("したこと", max_length=10, choices=What.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="印刷した人")
    at = models.DateTimeField("時刻")

    class Meta:
        verbose_name = verbose_name_plural = "印刷の記録"
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("case_pk", "-at"), name="prints_of_case")]

    def __str__(self):
        return f"{self.case_number} {self.title} {self.get_what_display()}"


class PrintBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who ordered it, and nobody else."""
        return self.filter(by=user)

    def unfinished(self):
        """Something of it is still to be made."""
        open_sheets = PrintSheet.objects.still_open().filter(batch=OuterRef("pk"))
        made = PrintSheet.objects.made().filter(batch=OuterRef("pk"))
        return self.filter(
            Exists(open_sheets) | Q(Exists(made), file_mark=""), cancelled_at__isnull=True
        )


class PrintBatch(models.Model):
    """印刷の束: papers somebody ordered in one go, made in the background, fetched as one file.

    It is no record and is gone after some days; what was printed stands in 印刷の記録. With an
    ``issued_on`` its papers are handed out, not only printed: those are kept for good.
    """

    class Form(models.TextChoices):
        PDF = "pdf", "1つのPDF（しおりつき）"
        ZIP = "zip", "1枚ずつのPDF（ZIP）"

    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="頼んだ人")
    title = models.CharField("選んだもの", max_length=200)
    form = models.CharField("受け取りかた", max_length=3, choices=Form.choices)
    with_gaps = models.BooleanField("必須の項目がなくても刷る", default=False)
    issued_on = models.DateField("発行日", null=True)
    ordered_at = models.DateTimeField("頼んだ時刻")
    served_at = models.DateTimeField("さいごに1枚とった時刻", null=True)
    cancelled_at = models.DateTimeField("取りやめた時刻", null=True)
    bound_by = models.CharField("まとめているもの", max_length=80, blank=True)
    bound_since = models.DateTimeField("まとめはじめた時刻", null=True)
    file_mark = models.CharField("できたファイルのしるし", max_length=32, blank=True)
    size = models.PositiveBigIntegerField("大きさ", default=0)
    sha256 = models.CharField("照合値", max_length=64, blank=True)

    objects = PrintBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "印刷の束"
        ordering = ("-ordered_at", "-pk")

    def __str__(self):
        return f"{self.ordered_at:%Y-%m-%d %H:%M} {self.title}"


class PrintSheetQuerySet(models.QuerySet):
    def still_open(self):
        return self.filter(made_at__isnull=True, problem="")

    def made(self):
        return self.filter(made_at__isnull=False)


class PrintSheet(models.Model):
    """束の1枚: one paper of one 台帳 in a 束; made, still open, or not to be made, and why.

    A paper about several 台帳 has none of its own but their keys; ``recipient_pk`` is whom it is
    handed out to, in the room that knows them.
    """

    batch = models.ForeignKey(
        PrintBatch, models.CASCADE, related_name="sheets", verbose_name="印刷の束"
    )
    position = models.PositiveIntegerField("順")
    code = models.CharField("様式", max_length=40)
    title = models.CharField("様式の名", max_length=100)
    case_pk = models.PositiveBigIntegerField("台帳", null=True)
    cases = models.JSONField("載せる台帳", default=list)
    subject_pk = models.PositiveBigIntegerField("もとの記録")
    recipient_pk = models.PositiveBigIntegerField("渡す相手", null=True)
    taken_by = models.CharField("刷っているもの", max_length=80, blank=True)
    taken_at = models.DateTimeField("刷りはじめた時刻", null=True)
    tries = models.PositiveSmallIntegerField("刷りはじめた回数", default=0)
    made_at = models.DateTimeField("できた時刻", null=True)
    problem = models.CharField("刷れないわけ", max_length=400, blank=True)
    lacks = models.JSONField("書いていない必須の項目", default=list)
    pdf = models.BinaryField("紙面", null=True)

    objects = PrintSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "束の1枚"
        ordering = ("batch_id", "position")
        constraints = [
            models.UniqueConstraint(fields=("batch", "position"), name="sheet_of_batch"),
        ]
        indexes = [
            models.Index(
                fields=("batch", "position"),
                condition=Q(made_at__isnull=True, problem=""),
                name="sheet_still_open",
            )
        ]

    def __str__(self):
        return f"{self.batch_id} {self.position} {self.title}"

    @property
    def tells_of(self) -> set[int]:
        """The keys of every 台帳 on it."""
        return {self.case_pk} if self.case_pk else set(self.cases)


class PrintPart(models.Model):
    """束の一部: a piece of the file of a 束. What a stopped process left bears another mark."""

    batch = models.ForeignKey(
        PrintBatch, models.CASCADE, related_name="parts", verbose_name="印刷の束"
    )
    mark = models.CharField("しるし", max_length=32)
    number = models.PositiveIntegerField("順")
    content = models.BinaryField("中身")

    class Meta:
        verbose_name = verbose_name_plural = "束の一部"
        constraints = [
            models.UniqueConstraint(fields=("batch", "mark", "number"), name="part_of_batch")
        ]

    def __str__(self):
        return f"{self.batch_id} {self.number}"


def take_number(organisation: Organisation, fiscal_year: int, kind: str) -> int:
    """The next number of a kind; call it inside the transaction that uses the number.

    The counter row is locked until that transaction ends, so no number is given twice
    on either database; one whose transaction fails is given to the next caller.
    """
    key = {"organisation": organisation, "fiscal_year": fiscal_year, "kind": kind}
    row, _created = NumberSequence.objects.get_or_create(**key)
    row = NumberSequence.objects.select_for_update().get(pk=row.pk)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
