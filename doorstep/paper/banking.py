"""Accounts, and the code by which a telephone fills in a transfer (EPC069-12, version 2)."""

from __future__ import annotations

from decimal import Decimal

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

LEAST, MOST = Decimal("0.01"), Decimal("999999999.99")
LONGEST_NAME, LONGEST_TEXT = 70, 140


def bare(account: str) -> str:
    return "".join(account.split()).upper()


def is_iban(account: str) -> bool:
    """ISO 13616: the letters as numbers, the first four signs at the end, leave 1 of 97."""
    text = bare(account)
    if not (15 <= len(text) <= 34 and text.isascii() and text.isalnum() and text[:2].isalpha()):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


def iban_in_groups(account: str) -> str:
    text = bare(account)
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def payment_code(
    *, name: str, account: str, bic: str, amount: Decimal, currency: str, text: str
) -> tuple[str, ...]:
    """A QR code of a transfer in euros, each row a text of 0 and 1; none if it cannot say it."""
    if currency != "EUR" or not is_iban(account) or not LEAST <= amount <= MOST:
        return ()
    said = (
        *("BCD", "002", "1", "SCT", bic, _one_line(name)[:LONGEST_NAME], bare(account)),
        *(f"EUR{amount:.2f}", "", "", _one_line(text)[:LONGEST_TEXT]),
    )
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data("\n".join(said).encode())
    code.make(fit=True)
    return tuple("".join("1" if dot else "0" for dot in row) for row in code.get_matrix())


def _one_line(text: str) -> str:
    return " ".join(text.split())
