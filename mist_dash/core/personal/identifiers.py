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
_GAP = (  # between groups of digits; ", " and "+" stand in lists of counts
    r"(?:[\s._/|:;()\[\]*#~'\"\-\u2010-\u2015\u2212\u00b7\u200b-\u200f\u2060\ufeff]{0,12}|,)"
)
_TEN = re.compile(  # in the groups of NHS and CHI numbers, or digit by digit; not the digits behind a decimal point
    rf"(?<!\d)(?<!\d[.,])(\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}}|\d{{6}}{_GAP}\d{{4}}|\d(?:[\s._/|\-]{{1,2}}\d){{9}})"
    r"(?:\.0+)?(?!\d)(?![.,]\d{1,9}(?!\d))"
)
_ANY_GAP = r"[^\w]{1,12}"
_MAYBE_TEN = re.compile(  # as nobody writes such a number on purpose, and as counts may stand side by side
    rf"(?<![\d.,/-])(\d{{3}}{_ANY_GAP}\d{{3}}{_ANY_GAP}\d{{4}}|\d{{4}}[ -]\d{{6}}|\d{{5}}[ -]\d{{5}}"
    r"|\d\d(?:[ -]\d\d){4})"
    r"(?![\d/-]|[.,]\d)"
)
_TITLE = re.compile(  # of address, before a name: a parent, a child
    r"(?<![\w-])(?:(?P<title>Mr|Mrs|Miss|Ms|Mx|Master|[Bb]aby(?: (?:[Bb]oy|[Gg]irl))?)\.? "
    r"(?P<name>(?:[A-Z]\.? )?[A-Z][a-z'’-]+)|(?P<TITLE>MRS|MISS)\.? (?P<NAME>[A-Z][A-Z'’-]{2,})(?![\w-]))"
)
_NO_NAMES = frozenset(  # what follows such a word and is nobody: "Near Miss Events", "Master Copy", "Baby Unit"
    re.findall(
        r"\S+",
        "unit ward wards list sheet file copy data event events rate rates log plan template version friendly "
        "care clinic report reports reported incidents incident total totals count counts figures table "
        "record book index schedule the this that and or by of in on for from with without all any no not "
        "days bed beds line lines room rooms suite cot cots area areas team service services hospital centre "
        "center reporting reduction rota scheme project per month months year years january february march "
        "april may june july august september october november december jan feb mar apr jun jul aug sep sept "
        "oct nov dec monday tuesday wednesday thursday friday saturday sunday excel word access teams office outlook "
        "powerpoint forms sharepoint rota calls doses milk massage boom store shop",
    )
)
_AT_WORK = ("nhs.uk", "nhs.net", "nhs.scot", "hscni.net", "ac.uk", "gov.uk", "gov.wales")
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
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|birthday|born)\b[^\d\n]{0,12}"
    r"(?:\d{1,4}[-/. ]|\d{1,2}(?:st|nd|rd|th)\b)",
    re.I,
)
_HOSPITAL_NUMBER = re.compile(
    r"\b(?:mrn|crn|(?:pas|unit|casenote|case note) (?:no|number|id)|"
    r"(?:hospital|hosp|patient|pt)(?:'?s)? (?:no|num|number|id)|nhs (?:no|number))\b"
    r"[^\w\n]{0,4}[a-z]{0,3}\d{4,}",
    re.I,
)


def find(text: str) -> tuple[str, ...]:
    """The kinds of identifier in a text, in the order of the table below; empty when there is none."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if len(text) < SHORTEST:
        return ()
    if _HARMLESS.fullmatch(text):
        return (NAME,) if titled(text) else ()
    return tuple(kind for kind, found in _FINDERS.items() if found(text))


def may_be_number(text: str) -> bool:
    """Whether digits that pass the check of NHS numbers stand in groups in which counts may stand as well."""
    return any(is_patient_number(re.sub(r"\D", "", found)) for found in _MAYBE_TEN.findall(text))


def titled(text: str) -> bool:
    """Whether a parent or a child is named with a title of address: "Mrs Okafor", "Baby boy Smith"."""
    return any(_names(found) for found in _TITLE.finditer(text))


def _names(found: re.Match[str]) -> bool:
    before = found.string[: found.start()].rstrip().lower()
    title, name = (found["title"] or found["TITLE"]).lower(), (found["name"] or found["NAME"]).lower()
    last = re.findall("[a-z’']+", name)[-1]
    if last in _NO_NAMES or (title == "miss" and before.endswith("near")):
        return False
    return not (title == "baby" and last.endswith("ing"))  # "Baby Feeding Room"


def is_staff_address(text: str) -> bool:
    """Whether every e-mail address in a text is one that people have at work in health care or research."""
    return all(found.lower().endswith(_AT_WORK) for found in _EMAIL.findall(text))


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
    NAME: titled,
}
