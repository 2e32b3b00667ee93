"""Text as typed, and the key it is found by.

Names and free text are stored exactly as typed (D32): only what nobody can see is
taken out, and that is told. Whatever is folded, is folded in ``search_key`` alone,
never in what is kept.
"""

import re
import unicodedata

from rules.refusals import Refused, refuse

MAX_TEXT = 10_000  # code points of one free text

# ---- the door: what is removed, what is refused --------------------------------

# NUL cannot be stored, half of a surrogate pair is no character at all, and U+FFFD is what
# a browser or the server's own decoding makes of either: what was meant is lost already.
_UNREADABLE = re.compile("[\x00\ud800-\udfff\ufffd]")

# Control characters, zero-width and direction marks, fillers that look like nothing,
# noncharacters. Line ends and the joiners of emoji are dealt with apart.
_INVISIBLE = re.compile(
    "[\x01-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINER = "\u200d"
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_PICTURE = re.compile(
    "[\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


def clean_name(text: str) -> tuple[str, str]:
    """A name as typed, without what cannot be seen; and a note on what was taken out.

    D32: leading and trailing spaces, control and invisible characters (tabs and
    line ends too). Nothing is composed, folded or converted.
    """
    refuse_unreadable(text)
    kept = _without_invisible(re.sub("[\t\n]", "", text))
    stripped = kept.strip()
    notes = []
    if len(kept) < len(text):
        notes.append(_removed_note(len(text) - len(kept)))
    if stripped != kept:
        notes.append("前後の空白を除きました")
    if _PRIVATE.search(stripped):
        notes.append("外字があります。ほかの機器では違う字に見えることがあります")
    return stripped, "。".join(notes)


def clean_text(text: str) -> tuple[str, str]:
    """Free text as typed, lines ending in LF; and a note on what was taken out.

    Spaces and empty lines at both ends go without a note: they show nowhere.
    """
    refuse_unreadable(text)
    lines = _LINE_END.sub("\n", text)
    kept = _without_invisible(lines)
    note = _removed_note(len(lines) - len(kept)) if len(kept) < len(lines) else ""
    return kept.strip(), note


def refuse_unreadable(text: str) -> None:
    """Refuse what no database and no paper can hold (422)."""
    if _UNREADABLE.search(text):
        raise Refused(refuse("E-38"))


def is_blank(text: str) -> bool:
    """True if there is nothing to see: only spaces, marks and fillers."""
    return not any(
        unicodedata.category(character)[0] in "LNPS" or _PRIVATE.match(character)
        for character in text.replace("\u2800", "")
    )


def number_in(text: str) -> int | None:
    """The whole number that a text of an address or of a hidden box is; None for anything else.

    No key and no version has more than eleven digits.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _removed_note(count: int) -> str:
    return f"見えない文字を{count}個除きました"


def _without_invisible(text: str) -> str:
    """Without invisible characters; joiners and selectors stay where they act.

    U+200D stays between two pictures (emoji), a variation selector behind the
    character whose form it chooses.
    """
    visible = _INVISIBLE.sub("", text)
    if not (_JOINER in visible or _SELECTOR.search(visible)):
        return visible
    kept: list[str] = []
    for character, following in zip(visible, [*visible[1:], ""], strict=True):
        before = kept[-1] if kept else ""
        if character == _JOINER and not _joins(before, following):
            continue
        if _SELECTOR.match(character) and not _has_form(before):
            continue
        kept.append(character)
    return "".join(kept)


def _joins(before: str, after: str) -> bool:
    return bool(_PICTURE.match(after)) and bool(_PICTURE.match(before) or before == "\ufe0f")


def _has_form(before: str) -> bool:
    return bool(before) and not before.isspace() and not _SELECTOR.match(before)


# ---- kana ----------------------------------------------------------------------

_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]+")
_KANA_WITH_MARK = re.compile("[\u3041-\u30ff][\u3099\u309a゛゜]")
_COMBINING = str.maketrans("゛゜", "\u3099\u309a")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_DASH_AFTER_KANA = re.compile("(?<=[\u3041-\u3096\u309d-\u30fa\u30fc-\u30ff])[-－‐‑‒–—―−~〜～]")


def to_hiragana(text: str) -> str:
    """Kana of any width and kind as hiragana: ｶﾞ, ガ, か+濁点 all become が.

    A dash behind kana becomes ー, ゟ より, ヿ こと. Other characters stay.
    """
    text = _HALF_WIDTH_KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    text = _KANA_WITH_MARK.sub(lambda pair: _voiced(pair[0]), text)
    text = text.replace("ゟ", "より").replace("ヿ", "コト")
    return _DASH_AFTER_KANA.sub("ー", text.translate(_KATAKANA_TO_HIRAGANA))


def _voiced(pair: str) -> str:
    """か゛ as が; a pair that is no character of its own stays as typed."""
    composed = unicodedata.normalize("NFC", pair.translate(_COMBINING))
    return composed if len(composed) == 1 else pair


# ---- search ----------------------------------------------------------------------

# Forms of one kanji in names: the first is the form most used today. 斉 and 斎 are two
# characters, yet families change between them. 埼 is not 崎. Compatibility forms
# (U+FA10, U+FA19, U+F9DC …) need no line here: NFKC folds them.
_KANJI_FORMS = """
高髙 崎﨑碕嵜 斉斎齋齊 辺邊邉 浜濱濵 沢澤 広廣 国國圀 島嶋嶌 富冨 吉𠮷 桜櫻 真眞
栄榮 恵惠 徳德 瀬瀨 滝瀧 竜龍 塩鹽 郎郞 実實 寿壽 静靜 清淸 青靑 黄黃 黒黑 緑綠
横橫 橋槗𣘺 関關 団團 園薗 円圓 遠逺 来來 礼禮 禄祿 条條 亀龜 亜亞 悪惡 圧壓 医醫
壱壹 応應 桑桒 温溫 穏穩 価價 会會 絵繪 懐懷 覚覺 学學 楽樂 巻卷 勧勸 観觀 帰歸
気氣 旧舊 暁曉 峡峽 狭狹 郷鄕 尭堯 区區 駆驅 勲勳 薫薰 径徑 茎莖 渓溪谿 経經 継繼
鶏鷄雞 芸藝 県縣 剣劍劔 倹儉 検檢 顕顯 験驗 厳嚴 効效 恒恆 鉱鑛 号號 児兒 済濟
蔵藏 参參 桟棧 蚕蠶 賛贊 残殘 糸絲 辞辭 釈釋 舎舍 写寫 収收 従從 渋澁 獣獸 縦縱
粛肅 処處 叙敍 奨奬 将將 称稱 焼燒 証證 乗乘 浄淨 畳疊 譲讓 醸釀 嬢孃 触觸 慎愼
尽盡 図圖 粋粹 穂穗 随隨 数數 枢樞 声聲 摂攝 専專 浅淺 潜潛 繊纖 銭錢 禅禪 双雙
壮壯 争爭 荘莊 挿插 装裝 総總 増增 属屬 続續 対對 体體 帯帶 台臺 択擇 担擔 単單
断斷 弾彈 虫蟲 昼晝 鋳鑄 庁廳 聴聽 鎮鎭 鉄鐵銕 転轉 点點 伝傳 灯燈 当當 党黨 稲稻
闘鬪 独獨 読讀 届屆 弐貳 拝拜 廃廢 売賣 麦麥 発發 髪髮 桧檜 払拂 仏佛 並竝 変變
弁辨瓣辯 歩步 宝寶寳 豊豐 槙槇 万萬 満滿 黙默 弥彌 訳譯 薬藥 与與 予豫 余餘 誉譽
揺搖 様樣 謡謠 遥遙 頼賴 乱亂 覧覽 両兩 励勵 霊靈 齢齡 恋戀 炉爐 労勞 楼樓 録錄
湾灣 館舘 杉杦 松枩 柳栁 曽曾 船舩 峰峯 岳嶽 巌巖 渕淵渊 野埜 畑畠 蘆芦 薮藪 鴎鷗
隣鄰 隠隱 険險 餅餠 為爲 侠俠 凛凜 厨廚 厩廐 呉吳 壌壤 壷壺 姫姬 寛寬 彦彥 徴徵
悦悅 戸戶 掲揭 撃擊 枡桝 栃杤 歳歲 毎每 氷冰 況况 涙淚 煕熙 焔焰 状狀 研硏 秋穐龝
穎頴 群羣 聡聰 肇肈 莱萊 蒋蔣 蝉蟬 蝋蠟 衛衞 讃讚 軽輕 醤醬 錬鍊 鑑鑒 靭靱 頬頰
騨驒 麺麵 麹麴 兎兔 柏栢 梅楳
"""
_FOLDED = {
    **{ord(form): group[0] for group in _KANJI_FORMS.split() for form in group[1:]},
    **dict(
        zip(map(ord, "ぁぃぅぇぉっゃゅょゎゕゖゐゑ"), "あいうえおつやゆよわかけいえ", strict=True)
    ),
    **dict(zip(map(ord, "đøłıħ"), "dolih", strict=True)),
}
_MARKS = re.compile("[\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_REPEATED = re.compile("([^々〻ゝ])([々〻ゝ]+)")


def search_key(text: str) -> str:
    """The one form under which 髙/高, ガ/か, Ａ/a, 佐々木/佐佐木 are the same.

    Folded: width, case, katakana, voiced marks (が is found by か), small kana, accents,
    forms of kanji, 々 and ゝ, dashes behind kana. Dropped: selectors, spaces, middle
    dots and all other signs. Used for comparing only, never kept in place of the text.
    """
    key = unicodedata.normalize("NFKC", to_hiragana(_MARKS.sub("", text)))
    key = _MARKS.sub("", unicodedata.normalize("NFKD", to_hiragana(key).casefold()))
    key = unicodedata.normalize("NFC", key).translate(_KATAKANA_TO_HIRAGANA).translate(_FOLDED)
    key = _REPEATED.sub(lambda run: run[1] * (1 + len(run[2])), key)
    return "".join(filter(_is_searched, key))


def _is_searched(character: str) -> bool:
    """Letters, digits, the marks that belong to them, and 外字."""
    return unicodedata.category(character)[0] in "LNM" or bool(_PRIVATE.match(character))


# ---- telephone ---------------------------------------------------------------------

_EXTENSION = re.compile(r"(?:内線|内|ext\.?|#).*", re.IGNORECASE | re.DOTALL)


def phone_digits(text: str) -> str:
    """The digits of a telephone number: full width, +81 and 内線 understood."""
    narrow = _EXTENSION.sub("", unicodedata.normalize("NFKC", text))
    digits = "".join(re.findall("[0-9]", narrow))
    if re.match(r"\s*\+\s*81", narrow):
        return "0" + digits[2:].removeprefix("0")
    return digits
