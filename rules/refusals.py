"""Every refusal of the product: its code, its sentence, the way out.

Codes may be added, never change meaning. A sentence stands here and nowhere else;
the same ``Refusal`` explains a button, stands beside a field, and is the answer to a
hand-made request (D18).
"""

from collections.abc import Iterable
from dataclasses import dataclass

SENTENCES = {
    "E-01": "「{item}」を入力してください。",
    "E-02": "{later}は{earlier}以降の日付にしてください。",
    "E-03": "この操作を行う権限がありません（必要な役割：{roles}）。",
    "E-04": "支援決定・支給決定は自治体職員のみが行えます。委託先の利用者は実行できません。",
    "E-05": "本人の利用申込と同意が登録されていないため、アセスメントを開始できません。",
    "E-06": (
        "第三者提供の同意がない（撤回済み・範囲外を含む）ため、{recipient}へ提供できません。"
        "同意を登録するか、例外事由を選んでください。"
    ),
    "E-07": (
        "例外事由（①法令 ②生命・身体・財産 ③公衆衛生・児童 ④国・自治体の事務）と、"
        "同意を得られない理由、判断者を入力してください。"
    ),
    "E-08": "現在の状態「{state}」では「{operation}」できません。次にできる操作：{options}",
    "E-09": "{meeting}で了承されていないプランは提出・報告できません。",
    "E-10": "支援決定を要する事業を含むプランの審議には、自治体担当者の出席の記録が必要です。",
    "E-11": "事業「{programme}」の利用要件の確認が完了していません（未確認：{missing}）。",
    "E-12": "支援決定（確認）を受けていないため、事業「{programme}」の提供を開始できません。",
    "E-13": "支援決定ができない理由を入力してください。",
    "E-14": "自治体の確認・了承が済んでいないため、ハローワークへ支援要請できません。",
    "E-15": "支援要請に必要な書類が不足しています：{missing}",
    "E-16": (
        "評価には「目標の達成状況」「現在の状況と残された課題」"
        "「終結・継続に関する本人の希望・支援員の意見」のすべてが必要です。"
    ),
    "E-17": "前回の評価より後のアセスメントがないため、再プランを作成できません。",
    "E-18": "「{office}」の受理確認が記録されていないため、このケースを終了できません。",
    "E-19": "つなぎ先「{recipient}」の受入確認が未了です。担当が不在になるため終了できません。",
    "E-20": (
        "（警告）{post}の養成研修修了証または資格要件が登録されていません。"
        "理由を入力すれば続行できます。"
    ),
    "E-21": "「{item}」は{minimum}～{maximum}の範囲で入力してください。",
    "E-22": (
        "留意事項（中止事項・延長の可否・延長の要件）の説明と合意の記録がないため、"
        "受付を完了できません。"
    ),
    "E-23": "事業「{programme}」はこの自治体のプロファイル（{profile}）では利用できません。",
    "E-24": "個人を特定できる項目（{items}）が含まれているため、この目的では出力できません。",
    "E-25": "様式「{form}」の必須項目が未入力です：{missing}",
    "E-26": (
        "（警告）同一人物の可能性がある台帳があります（氏名カナ・生年月日が一致）。"
        "統合するか、別人である理由を入力してください。"
    ),
    "E-27": "苦情の対応者に、申出の対象となった職員は指定できません。",
    "E-28": "委託先で発生した事案は、自治体への報告日時を記録しなければ完了できません。",
    "E-29": "プロファイルの設定に誤りがあります：{place}（{reason}）",
    "E-30": (
        "対象要件を満たしていません：{missing}。"
        "他機関へのつなぎ、または例外理由の入力を選んでください。"
    ),
    "E-31": "（警告）{organisation}に{post}が配置されていません。",
    "E-32": "「{item}」は既に登録されています。登録済みの内容を編集してください。",
    "E-33": "守秘義務の誓約が完了していません。誓約後に利用できます。",
    "E-34": ("ご自分が作成・提出・起案したものは決裁できません。ほかの{role}が行ってください。"),
    "E-35": "「{item}」に先の日付は入力できません。",
    "E-36": "「{typed}」という日付はありません。",
    "E-37": "{recipient}への送付は、プランの支援決定・確認が済んでから行えます。",
    "E-38": "読み取れない文字が入っているため、受け取れません。",
    "E-39": "{person}さんは、この自治体では支援員と決裁者を兼ねられません。",
    "E-40": (
        "（警告）{posts}の兼務は、この自治体の要綱にありません。理由を入力すれば続行できます。"
    ),
    "E-41": "「{name}」は受け取れません：{why}。",
    "E-42": "（警告）{organisation}に、データベースの安全管理の規約がありません。",
    "E-43": "渡す先は「{chosen}」、宛名は「{typed}」で、食いちがっています。",
}

# What a gap says where the caller knows no municipality with a word of its own.
WORDS = {"meeting": "支援調整会議"}

# Said after the sentence when the caller names no nearer way out.
REMEDIES = {
    "E-03": "担当や役割の変更は、主任または管理者に頼んでください。",
    "E-39": "どちらかの役割を外してから保存してください。",
    "E-38": "その文字を消すか、打ち直してから保存してください。",
}

NOT_YOURS = frozenset({"E-03", "E-04", "E-33", "E-34"})


@dataclass(frozen=True)
class Refusal:
    """One reason for a no: code, sentence, way out, the field it belongs to."""

    code: str
    text: str
    remedy: str = ""
    field: str = ""
    url: str = ""

    def __str__(self) -> str:
        return f"{self.text}{self.remedy}（{self.code}）"


def refuse(
    code: str, *, remedy: str = "", field: str = "", url: str = "", **words: object
) -> Refusal:
    """Build the refusal of a code; ``words`` fill the gaps of its sentence.

    Raises ``KeyError`` for an unknown code or a gap left open: a sentence with a
    hole in it must never reach a counselor.
    """
    return Refusal(
        code, SENTENCES[code].format(**WORDS | words), remedy or REMEDIES.get(code, ""), field, url
    )


def stale(operation: str) -> Refusal:
    """E-08: someone saved first. The page that catches it shows both texts (D18)."""
    return refuse(
        "E-08",
        state="ほかの人が先に保存した",
        operation=operation,
        options="2つの内容を見比べて選ぶ",
    )


class Refused(Exception):
    """Raised where something is refused; nothing has been changed."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__("\n".join(map(str, refusals)))

    @property
    def status(self) -> int:
        """403 not yours to do, 409 wrong state or stale, 422 bad data (D18)."""
        codes = {refusal.code for refusal in self.refusals}
        if codes & NOT_YOURS:
            return 403
        return 409 if "E-08" in codes else 422


def stop_if_not_yours(refusals: Iterable[Refusal]) -> None:
    """Raise what says that a step is not this person's (403, D18); the rest stays to be shown.

    A page asks it before its form: who may not take the step is told so, whatever is typed.
    """
    found = [refusal for refusal in refusals if refusal.code in NOT_YOURS]
    if found:
        raise Refused(*found)
