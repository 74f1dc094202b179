"""Text becomes the kinds of personal identifier in it. What was found is never handed on, only of what kind it is."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable

from stdnum.gb import nhs

NUMBER = "an NHS, CHI or H&C number"
HOSPITAL_NUMBER = "a hospital number"
NAME = "a person's name"
BIRTH = "a date of birth"
POSTCODE = "a full postcode"
EMAIL = "an e-mail address"
PHONE = "a phone number"
LONG_TEXT = "free text over 200 characters"
ONE_ROW_EACH = "one row for each patient"
SHORTEST, LONGEST = 5, 200  # of a text: nothing shorter is about a person

_HARMLESS = re.compile(  # most cells: words alone, one short number, or a month with its year
    r"[^\d@]*|\d{1,6}([.,]\d*)?|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -](\d\d|20\d\d)", re.I
)
_TEN = re.compile(  # not the digits behind a decimal point, nor a number that has some
    r"(?<!\d)(?<!\d\.)(\d{3}[ \-]?\d{3}[ \-]?\d{4}|\d{3}\.\d{3}\.\d{4}|\d{6}[ \-]\d{4})"
    r"(?:\.0+)?(?!\d)(?![.,]\d{1,9}(?!\d))"
)
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?<![\d.,/-])(?:(?:\+|00)44[ ]?(?:\(0\)[ ]?)?[1-9]\d{1,4}|\(?0[1-35-8]\d{1,3}\)?)"
    r"[ -]?\d{3,4}(?:[ -]?\d{3,4})?(?![\d/]|[.,]\d)"
)
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d[0-9A-Z]?|\d[A-HJKPSTUW]) ?\d[ABD-HJLNP-UW-Z]{2})"
    r"(?![A-Za-z0-9])"
)
_SMALL_POSTCODE = re.compile(r"(?<![a-z0-9])[a-pr-uwyz][a-hk-y]?\d[0-9a-z]? \d[abd-hjlnp-uw-z]{2}(?![a-z0-9])")
_ORDINAL = re.compile(r"1ST|2ND|3RD|\dTH|\dHR", re.I)  # "stage 1 2nd", not a postcode
_BIRTH = re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born)\b[^\d\n]{0,12}\d{1,4}[-/. ]", re.I)
_HOSPITAL_NUMBER = re.compile(
    r"\b(?:mrn|pas (?:no|number|id)|(?:hospital|hosp|patient)(?:'?s)? (?:no|num|number|id)|nhs (?:no|number))\b"
    r"[^\w\n]{0,4}[a-z]{0,3}\d{4,}",
    re.I,
)


def find(text: str) -> tuple[str, ...]:
    """The kinds of identifier in a text, in the order of the table below; empty when there is none."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if len(text) < SHORTEST or _HARMLESS.fullmatch(text):
        return ()
    return tuple(kind for kind, found in _FINDERS.items() if found(text))


def without_contacts(text: str) -> str:
    """A text without e-mail addresses and phone numbers."""
    return _PHONE.sub("", _EMAIL.sub("", text))


def is_patient_number(digits: str) -> bool:
    """Whether ten digits pass the check of NHS, CHI and H&C numbers (all three are modulo 11).

    Ten equal digits pass it and are nobody's; a stamp of year, month, day and hour is nobody's either.
    """
    return len(digits) == 10 and len(set(digits)) > 1 and nhs.is_valid(digits) and not _is_hour(digits)


def number_digits(value: float) -> str:
    """The ten digits a numeric cell may stand for: Excel drops the nought that begins a CHI number of day 1 to 9."""
    if not 1e8 <= value < 1e10 or not float(value).is_integer():
        return ""
    digits = f"{int(value):010d}"
    return digits if value >= 1e9 or _is_birthday(digits) else ""


def _is_hour(digits: str) -> bool:
    return digits[:2] in ("19", "20") and _is_date(digits[:8], "%Y%m%d") and int(digits[8:]) < 24


def _is_birthday(digits: str) -> bool:
    return _is_date(digits[:6], "%d%m%y")


def _is_date(digits: str, form: str) -> bool:
    try:
        datetime.datetime.strptime(digits, form)
    except ValueError:
        return False
    return True


def _number(text: str) -> bool:
    return any(is_patient_number(re.sub(r"\D", "", found)) for found in _TEN.findall(text))


def _postcode(text: str) -> bool:
    found = [*_POSTCODE.findall(text), *_SMALL_POSTCODE.findall(text)]
    return any(not _ORDINAL.search(one[-3:]) for one in found)


def _phone(text: str) -> bool:
    counts = (len(re.sub(r"\D", "", found)) for found in _PHONE.findall(text))
    return any(10 <= digits <= 14 for digits in counts)


def _email(text: str) -> bool:
    return "@" in text and bool(_EMAIL.search(text))


_FINDERS: dict[str, Callable[[str], bool]] = {
    NUMBER: _number,
    HOSPITAL_NUMBER: lambda text: bool(_HOSPITAL_NUMBER.search(text)),
    BIRTH: lambda text: bool(_BIRTH.search(text)),
    POSTCODE: _postcode,
    EMAIL: _email,
    PHONE: _phone,
}
