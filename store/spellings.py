"""Spellings: whether decoded words look like words, which tells one old encoding from another."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from store.alphabets import ALPHABETS, LANGUAGES, OLD_CODECS, OTHER_SCRIPTS, WEIGHTS

WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\s,;\"|.@()/&'’+:<>-]*")
ADDRESS = re.compile(r"[\x21-\x7e]+@")
QUOTES = "«»‹›“”„‘’‚–—…"
# The others only open: at the end of a word they are a letter, misread.
CLOSING = "«»‹›“”‘’–—…"
SIGNS = "®©™°"
# Control signs, and lines of boxes and the like: no table of people has them.
NO_TEXT = re.compile(r"[\x7f-\x9f\u2500-\u259f\u037a¶]")
# So few words prove nothing where the encoding is a rare one.
MIN_WORDS = 4
EAST_ASIAN = (
    "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "HALFWIDTH", "FULLWIDTH",
)  # fmt: skip
MIN_EAST_ASIAN = 12
UNKOREAN = re.compile("[가-힣][一-龥]|[一-龥][가-힣]|[\u3131-\u318e]")
KANA = re.compile("[\u3041-\u30fa]")
JAPANESE = ("cp932", "euc_jp")
BARE = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "ð": "d", "þ": "th"}
)


@dataclass(frozen=True)
class Verdict:
    """How well a reading explains its words; `sure` unless so few words prove nothing.

    `main` is the share of words of its main language, `spelled` of those that an email spells.
    """

    score: float
    explained: float
    main: float
    spelled: float
    sure: bool


def judge(text: str, codec: str) -> Verdict:
    """Weigh each word with letters beyond ASCII; most of all one that its own email spells."""
    spoken: Counter[str] = Counter()
    explained = 0.0
    spelled = 0
    words = _words(text)
    for word, addresses in words.items():
        languages = _languages(word, LANGUAGES[codec])
        explained += max((WEIGHTS.get((codec, name), 1.0) for name in languages), default=0.0)
        spoken.update(languages)
        spelled += len(word) > 2 and _bare(word) in addresses
    count = len(words) or 1
    share = explained / count if words else 1.0
    if NO_TEXT.search(text):
        share = 0.0
    main = max(spoken.values(), default=0) / count
    unlikely = codec in OLD_CODECS or bool(set(spoken) & OTHER_SCRIPTS)
    few = unlikely and len(words) < MIN_WORDS
    score = 2 * share + main / 2 + spelled / count
    return Verdict(score, share, main, spelled / count, not few)


def _words(text: str) -> dict[str, str]:
    """Each different word, with the addresses of the first line that has it."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        addresses = " ".join(ADDRESS.findall(line.lower()))
        for word in WORD.findall(line):
            bare = word.lstrip(QUOTES).rstrip(CLOSING).rstrip(SIGNS)
            found.setdefault(bare, addresses)
    return {word: where for word, where in found.items() if len(word) > 1 and not word.isascii()}


def _languages(word: str, candidates: tuple[str, ...]) -> list[str]:
    if _odd_case(word):
        return []
    lower = word.lower().replace("i̇", "i")
    special = {letter for letter in lower if not "a" <= letter <= "z"}
    if len(special) < len(set(lower)):
        candidates = tuple(name for name in candidates if name not in OTHER_SCRIPTS)
    return [
        name
        for name in candidates
        if special.issubset(ALPHABETS[name][0])
        and not (ALPHABETS[name][1] and re.search(ALPHABETS[name][1], lower))
    ]


def _odd_case(word: str) -> bool:
    """A capital beyond ASCII inside a word of small letters: the usual sign of a wrong reading."""
    return not word.isupper() and any(c.isupper() and not c.isascii() for c in word[1:])


def _bare(word: str) -> str:
    lower = unicodedata.normalize("NFKD", word.lower().translate(BARE))
    return "".join(letter for letter in lower if not unicodedata.combining(letter))


def east_asian(text: str, codec: str) -> bool:
    """Whether the letters beyond ASCII are Chinese, Japanese or Korean, as people mix them.

    Nobody writes kana but in Japanese, although Chinese and Korean encodings have them.
    """
    letters = [letter for letter in text if not letter.isascii() and letter.isalpha()]
    scripts = Counter(unicodedata.name(letter, "UNKNOWN").split(" ")[0] for letter in letters)
    half_width = scripts["HALFWIDTH"] > len(letters) / 4
    known = sum(scripts[script] for script in EAST_ASIAN)
    if NO_TEXT.search(text) or half_width or len({*letters}) < MIN_EAST_ASIAN:
        return False
    if KANA.search(text) and codec not in JAPANESE:
        return False
    if codec == "euc_kr" and scripts["HANGUL"] < len(letters) / 2:
        return False
    return known >= 0.98 * len(letters) and not UNKOREAN.search(text)
