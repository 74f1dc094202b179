"""A heading becomes what it says stands under it about a person: a name, a birthday, who prepared the sheet."""

from __future__ import annotations

import re

from mist_dash.core.personal import identifiers as kinds

_NO = r"(no|num|number|id|ids|identifier|ref|reference)"
_CHILD = r"(patient|patients|pt|pat|child|childs|baby|babys|infant)( s)?"
_PERSONAL = {
    kinds.NUMBER: rf"({_CHILD} )?(nhs|chi|hcn|h ?& ?c|health (and|&) (social )?care|community health index) ?{_NO}",
    kinds.HOSPITAL_NUMBER: (
        rf"(hospital|hosp|district|casenote|case note) ?(no|num|number)( mrn)?|{_CHILD} ?{_NO}|(patient )?mrn( {_NO})?"
        rf"|(pas|spell|episode|medical record|local patient|unique patient) ?{_NO}"
    ),
    kinds.NAME: (
        rf"{_CHILD} (full )?(name|names|initials|surname|forename)|name of (the )?(patient|child|baby)|initials"
        r"|(patient )?(sur|fore|first|last|given|family|full|middle) ?names?|(mother|father|parent|carer)( s)? name"
    ),
    kinds.BIRTH: rf"({_CHILD} )?(d ?o ?b|date ?of ?birth|birth ?date|birth ?day)( \w+){{0,3}}",
    kinds.POSTCODE: rf"({_CHILD} |home )?(post ?code|address|home address)",
    kinds.PHONE: rf"({_CHILD} |home |contact )?(tel|telephone|phone|mobile) ?(no|num|number)?",
}
_MOMENT = r"(admission|discharge|insertion|birth|death|culture|specimen|sample|removal|infection)"
_ABOUT_ONE = (  # two of these side by side stand over rows of one patient each
    r"age( (in )?(years|months|days|yrs))?( at .*)?|sex|gender|ethnicity|ethnic (group|origin)|nationality|gestation"
    r"|weight( kg)?|diagnosis|primary diagnosis|organisms?|allerg(y|ies)|consultant( name)?|outcome|bed (no|number)"
    r"|datix (web )?(id|ref|reference|no|number)|incident (id|ref|reference)|incident date|date of incident"
    rf"|date of {_MOMENT}|{_MOMENT} date|(line|cvc|cannula) (type|inserted|removed|site)|site of (line|cannula)"
)
_DONE = (
    r"prepared|reviewed|completed|entered|checked|validated|approved|signed( off)?|submitted|compiled|collected"
    r"|produced|created|updated|collated|verified|filled in|uploaded|sent|audited|input|inputted|written|agreed"
)
_STAFF = (
    rf"((data|form|report|sheet|audit) )?({_DONE}) by( (initials|name|whom))?|author|analyst|auditor"
    r"|(staff|nurse|auditor)( s)? (name|initials)"
)
_NUMBERED = re.compile(  # a patient's number, or a ward's, or a count: what stands under it tells
    r"(patient |pt )?(unit|case|record|chart|registration|k|x|crn|district|admission) ?(no|num|number|numbers|id)"
    r"|c ?r ?n|(hospital|hosp) id"
)
_BORN = re.compile(r"born( (on|date))?|birth|d of b|b day|birthday|birth dates?")
_PERSONAL_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _PERSONAL.items()}
_ABOUT_ONE_PATTERN, _STAFF_PATTERN = re.compile(_ABOUT_ONE), re.compile(_STAFF)
_STAFF_SENTENCE = re.compile(
    rf"\b(?P<label>({_DONE}) by|author|analyst|data (?:lead|owner)|contact)"
    r"(?:\s*[:\-]\s*|\s+(?=(?-i:[A-Z])))[^|;,\d\n]+",
    re.I,
)
_LETTER = re.compile("[A-Za-z]")
_INSIDE_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{3})(?=[A-Z][a-z])")  # "NHSNumber", "dateOfBirth"
_BETWEEN_WORDS = re.compile(r"[^a-z0-9&]+")


def personal(text: str) -> str | None:
    """The kind of identifier that a heading announces; None for every other text."""
    words = _words(text)
    if not words:
        return None
    return next((kind for kind, pattern in _PERSONAL_PATTERNS.items() if pattern.fullmatch(words)), None)


def about_one(text: str) -> bool:
    """Whether a heading asks for something that one patient has and a month has not."""
    return bool(_ABOUT_ONE_PATTERN.fullmatch(_words(text)))


def numbered(text: str) -> bool:
    """Whether long numbers, each another one, would be those of patients under this heading."""
    return bool(_NUMBERED.fullmatch(_words(text)))


def born(text: str) -> bool:
    """Whether days under this heading would be birthdays."""
    return bool(_BORN.fullmatch(_words(text)))


def staff(text: str) -> bool:
    """Whether a heading or label says who made the sheet."""
    return bool(_STAFF_PATTERN.fullmatch(_words(text)))


def without_staff(text: str) -> str:
    """A title without the name in "Prepared by: a name"; other texts as they are."""
    return _STAFF_SENTENCE.sub(lambda found: found["label"], text)


def _words(text: str) -> str:
    if len(text) > 60 or not _LETTER.search(text):
        return ""
    return _BETWEEN_WORDS.sub(" ", _INSIDE_WORDS.sub(" ", text).lower()).strip()
