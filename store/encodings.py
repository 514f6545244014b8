"""Encodings: told by the file, proved by its bytes or judged by its words; refused when unsure."""

import codecs
import re

import charset_normalizer

from store import spellings
from store.alphabets import LANGUAGES, OLD_CODECS
from store.errors import Unreadable

SAMPLE_LINES = 2000
SAMPLE_BYTES = 200_000
SAFE_SHARE = 0.75
MOST_USUAL = "cp1252"
OLDER_FORM = {"iso8859_15": "cp1252", "iso8859_7": "cp1253"}
# What is guessed as an older standard is nearly always its larger successor. Not so in Korea: what
# only the successor has is seldom Korean, and often Japanese or Chinese misread.
USUAL_FORM = {
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "big5": "cp950", "cp949": "euc_kr",
    "euc_jis_2004": "euc_jp", "euc_jisx0213": "euc_jp",
}  # fmt: skip
EAST_ASIAN = ("cp932", "euc_jp", "gb18030", "cp950", "euc_kr")
SHIFT = b"\x1b$"

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ODD_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
UTF8_CHARACTER = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
HIGH_BYTE = re.compile(rb"[\x80-\xff]")

UNKNOWN = (
    "I cannot tell which encoding this file is in, and names would come out garbled. "
    "Save it as “CSV UTF-8” in your spreadsheet and drop it again."
)
BROKEN = (
    "Most of this file is {name}, but some of it is not, and names would come out garbled. "
    "Save it as “CSV UTF-8” in your spreadsheet and drop it again."
)


def detect(content: bytes) -> str:
    """The codec that reads all of `content` rightly; Unreadable where that is not sure."""
    for mark, codec in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            if not decodes(content, codec):
                raise Unreadable(BROKEN.format(name=codec.removesuffix("-sig").upper()))
            return codec
    if codec := _utf16_without_mark(content):
        return codec
    if SHIFT in content and decodes(content, "iso2022_jp"):
        return "iso2022_jp"
    if decodes(content, "utf-8"):
        return "utf-8"
    if _mostly_utf8(_sample(content)):
        raise Unreadable(BROKEN.format(name="UTF-8"))
    if codec := _single_byte(content) or _east_asian(content):
        return codec
    raise Unreadable(UNKNOWN)


def decodes(content: bytes, codec: str) -> bool:
    """Whether every byte has a meaning in `codec`. Works in slices, so memory stays flat."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for start in range(0, len(content), 1 << 16):
            decoder.decode(content[start : start + (1 << 16)])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _utf16_without_mark(content: bytes) -> str:
    """Addresses and delimiters are ASCII, so UTF-16 has a zero in every other byte of theirs."""
    head = content[:SAMPLE_BYTES]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd < len(head) / 10 or min(even, odd) * 20 > even + odd:
        return ""
    codec = "utf-16-le" if odd > even else "utf-16-be"
    return codec if decodes(content, codec) else ""


def _mostly_utf8(sample: bytes) -> bool:
    """UTF-8 with a few broken bytes: any other encoding would make garbage of its letters."""
    good = sum(len(match) for match in UTF8_CHARACTER.findall(sample))
    return good * 2 > len(HIGH_BYTE.findall(sample))


def _sample(content: bytes) -> bytes:
    """The lines that are not plain ASCII: all that tells one old encoding from another."""
    lines: list[bytes] = []
    size = 0
    for match in ODD_LINE.finditer(content):
        lines.append(match[0])
        size += len(match[0])
        if len(lines) == SAMPLE_LINES or size > SAMPLE_BYTES:
            break
    return b"\n".join(lines)[: SAMPLE_BYTES * 2]


def _single_byte(content: bytes) -> str:
    """The one old encoding in which the words are words of a language that it was made for."""
    sample = _sample(content)
    readings: dict[str, tuple[str, spellings.Verdict]] = {}
    for codec in LANGUAGES:
        if decodes(content, codec):
            text = sample.decode(codec, errors="replace")
            verdict = spellings.judge(text, codec)
            if text not in readings or readings[text][1].score < verdict.score:
                readings[text] = (codec, verdict)
    ranked = sorted(readings.values(), key=lambda reading: reading[1].score, reverse=True)
    if not ranked or ranked[0][1].explained < SAFE_SHARE:
        return ""
    codec, best = ranked[0]
    rivals = (verdict for name, verdict in ranked[1:] if not _is_seldom(name, beside=codec))
    is_clear = not any(one.main >= best.main and one.spelled >= best.spelled for one in rivals)
    return codec if best.sure and is_clear else ""


def _is_seldom(codec: str, *, beside: str) -> bool:
    """Whether one is so much rarer than the other that what both can read is the other's."""
    is_old = codec in OLD_CODECS and beside == MOST_USUAL
    return is_old or OLDER_FORM.get(codec) == beside


def _east_asian(content: bytes) -> str:
    """Chinese, Japanese or Korean, which the frequencies of their signs tell well."""
    match = charset_normalizer.from_bytes(_sample(content)).best()
    if match is None:
        return ""
    codec = USUAL_FORM.get(match.encoding, match.encoding)
    is_sure = codec in EAST_ASIAN and spellings.east_asian(str(match), codec)
    return codec if is_sure and decodes(content, codec) else ""
