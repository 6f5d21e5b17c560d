"""What somebody wrote, and what they only sent back: quoted mail and signatures at the end.

Only the end is folded: whoever answers between the lines of a quotation is shown with them.
"""

from __future__ import annotations

import re

LONGEST = 400  # of a line that may open a quotation
SPAN = 5  # lines over which "On … wrote:" may run
WROTE = (
    r"wrote|schrieb|geschrieben|a écrit|écrit|escribió|escribio|ha scritto|schreef|skrev|escreveu"
    r"|napisał\(?a?\)?|napsal\(?a?\)?|написал\(?а?\)?|пользователь|пише|írta"
    r"|kirjoitti|yazdı|a scris|έγραψε"
    r"|写道|寫道|wrote on|rašė|rakstīja|написа|viết|כתב|님이 작성|のメッセージ"
    r"|sendte følgende"
)
ENDS_WROTE = re.compile(rf"\b(?:{WROTE})\b.{{0,200}}[:：]\s*$", re.IGNORECASE)
BARE = re.compile(
    r"^\W{0,2}\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b.{0,150}\S@\S+[>)\"']{0,3}\s*[:：]\s*$"
)
ENDS_ODDLY = re.compile(r"(?:写道|寫道|님이 작성|のメッセージ|viết|כתב).{0,40}[:：]?\s*$")
OPENS = re.compile(
    r"^[*_ -]*(?:on|am|le|el|il|op|den|på|pe|em|w dniu|dne|dnia|ons|tor|fre|lør|søn|man|tir|mån"
    r"|fim|vào|στις|в|на|于|在|at|date|il giorno|kl|ma|ti|ke|to|pe|la|su|\d{4}|\d{1,2}[./ -]"
    r"|[\"'<]?[^\s]{1,60}@|[A-Z][\w.'-]{0,30} [A-Z<(])",
    re.IGNORECASE,
)
DATED = re.compile(r"\d{4}|\d{1,2}[:.h]\d{2}|@|\d{1,2}[./-]\d{1,2}")
ORIGINAL = re.compile(
    r"^\W*[-_=*]{2,}\s*(?:original(?:e| message| meldung|-nachricht)?|ursprüngliche"
    r"|message d.?origine|mensaje original|messaggio originale|mensagem original"
    r"|oorspronkelijk|opprinnelig|oprindelig|ursprungligt|alkuperäinen"
    r"|pôvodn|původní|orijinal|wiadomość oryginalna|исходное|原始邮件"
    r"|reply message|antwort|ursprung|reply to message|weitergeleitet|in reply to)"
    r"[^\n]{0,60}[-_=*]{2,}\W*$"
    r"|^[-_]{2,}\s*on\s.{5,200}wrote\s*[-_]{2,}\s*$"
    r"|^\W{0,3}(?:original message|reply message|message d.origine"
    r"|ursprüngliche nachricht)\W{0,3}$",
    re.IGNORECASE,
)
FIELD = re.compile(
    r"^[>*_\s]*(?P<name>from|von|de|da|van|från|fra|od|от|发件人|寄件者|差出人|kimden|lähettäjä|"
    r"sent|date|gesendet|datum|envoyé(?: le)?|enviado(?: el| em)?|inviato|verzonden|skickat|sendt|"
    r"wysłano|отправлено|дата|data|fecha|发送时间|日期|送信日時|sent on|"
    r"to|an|à|para|a|aan|till|til|do|кому|收件人|宛先|"
    r"subject|betreff|objet|asunto|oggetto|onderwerp|ämne|emne|temat|тема|主题|件名|assunto|cc|kopie)"
    r"\s*\*?\s*[:：]\s*\*?\s*\S?",
    re.IGNORECASE,
)
FROM = re.compile(
    r"^[*_\s]*(?:from|von|de|da|van|från|fra|od|от|发件人|寄件者|差出人|kimden|lähettäjä|date|sent"
    r"|envoyé(?: le)?|gesendet)\s*\*?\s*[:：]",
    re.IGNORECASE,
)
RULE = re.compile(r"^\s*[_=*-]{5,}\s*$")
SIGNATURE = re.compile(r"^\s*(?:--+|—|–|__+|\u2014\u2014+)\s*$")
DEVICE = re.compile(
    r"^\W{0,3}(?:sent (?:from|via) (?:my|the|a|yahoo|outlook|mail for|proton|samsung"
    r"|mobile|windows)"
    r"|sent with|get outlook for|envoyé (?:de|depuis|à partir)|von meinem|gesendet (?:mit|von)"
    r"|enviado (?:desde|do|de)|inviato da|verzonden (?:met|vanaf|van)|skickat från|sendt fra"
    r"|wysłane z|отправлено (?:с|из)|télécharger outlook|发自我的|iphoneから送信)",
    re.IGNORECASE,
)
LONGEST_DEVICE = 70
LONGEST_SIGNATURE = 14


def fold(text: str) -> tuple[str, str]:
    """What was written, and what follows from the end of it; the second may be empty."""
    lines = text.split("\n")
    end = _without_the_end(lines, _first_boundary(lines))
    written = "\n".join(lines[:end]).strip()
    if not written:
        return text.strip(), ""
    return written, "\n".join(lines[end:]).strip("\n")


def _first_boundary(lines: list[str]) -> int:
    """Where everything that follows is what was answered."""
    for place, line in enumerate(lines):
        if not line.strip() or len(line) > LONGEST or line.lstrip().startswith(">"):
            continue
        if ORIGINAL.match(line) or _is_header_block(lines, place):
            return place
        if (length := _wrote(lines, place)) and not _next_is_quoted(lines, place + length):
            return place
    return len(lines)


def _is_header_block(lines: list[str], place: int) -> bool:
    """From:, Sent:, To: of the mail that is answered, one a line."""
    line = lines[place]
    if RULE.match(line):
        rest = [each for each in lines[place + 1 : place + 4] if each.strip()]
        return bool(rest) and bool(FROM.match(rest[0])) and _fields(lines, place + 1) >= 3
    return bool(FROM.match(line)) and _fields(lines, place) >= 3


def _fields(lines: list[str], place: int) -> int:
    names: set[str] = set()
    for line in (each for each in lines[place : place + 10] if each.strip()):
        if found := FIELD.match(line[:LONGEST]):
            names.add(found["name"].lower())
    return len(names)


def _wrote(lines: list[str], place: int) -> int:
    """Over how many lines "On … wrote:" runs that begins here; 0 where none does."""
    if not OPENS.match(lines[place].strip()[:LONGEST]):
        return 0
    joined = ""
    for length in range(1, SPAN + 1):
        if place + length > len(lines):
            return 0
        line = lines[place + length - 1].strip()
        if not line:
            return 0
        joined = f"{joined} {line}".strip()
        if len(joined) > LONGEST:
            return 0
        ends = ENDS_WROTE.search(joined) or ENDS_ODDLY.search(joined) or BARE.match(joined)
        quoted = joined.endswith((":", "：")) and _next_is_quoted(lines, place + length)
        if (ends or quoted) and DATED.search(joined):
            return length
    return 0


def _next_is_quoted(lines: list[str], place: int) -> bool:
    for line in lines[place : place + 4]:
        if line.strip():
            return line.lstrip().startswith(">")
    return False


def _without_the_end(lines: list[str], end: int) -> int:
    """Quotations, signatures and blank lines at the end, as long as there are any."""
    before = -1
    while end != before:
        before = end
        end = _without_quotation(lines, end)
        end = _without_signature(lines, end)
    return end


def _without_quotation(lines: list[str], end: int) -> int:
    start = end
    while start and (not lines[start - 1].strip() or lines[start - 1].lstrip().startswith(">")):
        start -= 1
    if not any(line.strip() for line in lines[start:end]):
        return start
    last = _last_said(lines, start) if start else -1
    for place in range(last, max(-1, last - SPAN), -1):
        if (length := _wrote(lines, place)) and place + length > last:
            return place
    return start


def _last_said(lines: list[str], end: int) -> int:
    place = end - 1
    while place > 0 and not lines[place].strip():
        place -= 1
    return place


def _without_signature(lines: list[str], end: int) -> int:
    last = _last_said(lines, end) if end else -1
    if last > 0 and _is_of_a_device(lines[last]):
        return last
    for place in range(last, max(0, last - LONGEST_SIGNATURE), -1):
        if SIGNATURE.match(lines[place]):
            return place
    return end


def _is_of_a_device(line: str) -> bool:
    """ "Sent from my phone", not a sentence that begins alike."""
    said = line.strip()
    return len(said) <= LONGEST_DEVICE and "," not in said and bool(DEVICE.match(said))
