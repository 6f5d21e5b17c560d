"""Text as it is compared: without case, accents and punctuation; phone numbers as digits."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, combining, decimal, normalize

LETTERS = {  # letters that Unicode does not take apart
    **{"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h"},
    **{"ı": "i", "ŋ": "n", "ŧ": "t", "ƒ": "f", "ȷ": "j", "ĸ": "k"},
}
UNHEARD = frozenset("'’‘ʼʻ`´＇")  # O'Brien is Obrien
_PLAIN = {code: "" if chr(code) in UNHEARD else " " for code in range(128)}
_PLAIN |= {code: chr(code).lower() for code in range(128) if chr(code).isalnum()}
_PHONE = re.compile(r"\s*(?:tel:)?[\s+(]*\d[\d\s()./\-–‑]*", re.IGNORECASE)
_TRUNK = re.compile(r"\(0\)")
_NO_DIGIT = re.compile(r"\D+")
SHORTEST_PHONE = 5


def fold(text: str) -> str:
    """ "Łódź, Müller & Söhne" is "lodz muller sohne"; signs written without spaces are words."""
    if text.isascii():
        return " ".join(text.translate(_PLAIN).split())
    apart = normalize("NFKD", normalize("NFKD", text).casefold())
    return " ".join("".join(map(_folded, apart)).split())


def phone_digits(text: str) -> str:
    """The digits of what is written like a phone number, else nothing."""
    if not (found := _PHONE.match(text)) or (found.end() < len(text) and _is_more(text, found)):
        return ""
    digits = _NO_DIGIT.sub("", _TRUNK.sub("", found[0]))
    return _in_ascii(digits) if len(digits) >= SHORTEST_PHONE else ""


def spans(text: str, words: str) -> list[tuple[int, int]]:
    """Where any of the words stands in a text, as the two are compared: first and beyond last."""
    wanted = sorted({re.escape(folded) for word in words.split() if (folded := fold(word))})
    if not wanted:
        return []
    letters = [(one, at) for at, letter in enumerate(text) for one in _apart(letter)]
    folded = "".join(one for one, _at in letters)
    places = [at for _one, at in letters]
    found = re.finditer("|".join(sorted(wanted, key=len, reverse=True)), folded)
    return [(places[each.start()], places[each.end() - 1] + 1) for each in found]


def _apart(letter: str) -> str:
    """What one letter is folded to, a space where it parts words."""
    apart = normalize("NFKD", normalize("NFKD", letter).casefold())
    return "".join(_folded(each).strip() if _is_a_word(each) else _folded(each) for each in apart)


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    if letter in LETTERS:
        return LETTERS[letter]
    if letter in UNHEARD or combining(letter):
        return ""
    if letter.isdecimal():
        return str(decimal(letter))
    if _is_a_word(letter):
        return f" {letter} "
    # Marks that are no accents are vowels of Indian scripts.
    return letter if letter.isalnum() or category(letter).startswith("M") else " "


def _is_a_word(letter: str) -> bool:
    """Ideographs and kana stand without spaces between words."""
    return (
        "\u3041" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff" or letter >= "\U00020000"
    )


def _is_more(text: str, found: re.Match[str]) -> bool:
    """An extension may follow, other words may not."""
    return not re.fullmatch(
        r"\s*(?:ext\.?|x|app\.?|dw|#|,|;)+[\s.:]*\d+\s*", text[found.end() :], re.I
    )


def _in_ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(decimal(each)) for each in digits)
