"""The words of spreadsheets in general, whatever a theme counts: what heads a column, is a total, or says nothing."""

from __future__ import annotations

ROLES: dict[str, tuple[str, ...]] = {
    "month": ("month", "mth", "period", "date", "reporting month", "reporting period", "month year", "month ending",
              "row labels", "month of report", "calendar month", "time period", "month commencing", "timeframe",
              "date of onset", "onset date", "month of onset", "onset month", "specimen date", "date of specimen"),
    "year": ("year", "yr", "fy", "financial year", "fin year", "calendar year", "fyear", "fiscal year"),
    "quarter": ("quarter", "qtr"),
    "area": ("area", "ward", "unit", "location", "clinical area", "ward area", "department", "dept", "specialty",
             "directorate", "division", "care group", "service", "site", "ward unit", "place", "speciality"),
    "centre": ("centre", "center", "hospital", "trust", "site", "organisation", "organization", "provider", "org",
               "hospital name", "trust name", "centre name", "provider name", "organisation name", "org name"),
    "item": ("measure", "item", "metric", "indicator", "measure name", "kpi", "category", "data item", "field",
             "description", "variable", "values", "element"),
    "value": ("value", "figure", "result", "count", "number", "n", "qty", "quantity", "data"),
    "numerator": ("numerator", "num", "numer"),
    "denominator": ("denominator", "denom", "den"),
    "definition": ("definition", "definition used", "case definition"),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks", "commentary", "narrative"),
    "staff": ("prepared by", "reviewed by", "completed by", "entered by", "submitted by", "checked by", "author",
              "owner", "initials", "contact", "validated by", "collected by", "data entry by", "approved by",
              "signed off by"),
}  # fmt: skip
TOTAL = ("total", "totals", "grand total", "overall total", "sum", "all stages", "all grades", "all levels",
         "all categories", "all types", "all severities", "all causes")  # fmt: skip
SUMMARY = ("sub total", "subtotal", "ytd", "year to date", "cumulative", "average", "avg", "mean", "median", "ave",
           "running total", "cum", "full year", "annual", "to date", "year total", "target", "benchmark", "ucl", "lcl",
           "rolling", "trajectory", "forecast", "std dev", "previous", "last year", "variance", "difference", "change",
           "upper limit", "lower limit", "per month", "last month", "prior", "max", "maximum", "min", "minimum",
           "st dev", "stdev", "standard deviation", "std deviation", "fytd", "half year", "half yearly", "6 months",
           "six months", "baseline", "key", "legend", "colour key", "rag key", "goal", "control limit", "percentile",
           "centre line", "year end")  # fmt: skip
DERIVED = ("rate", "rates", "per", "percent", "percentage", "pct", "ratio", "proportion", "compliance rate")
FILLERS = frozenset(
    {"no", "of", "number", "num", "n", "count", "the", "in", "for", "on", "at", "by", "and", "with", "each", "monthly"}
    | {"event", "case", "reported", "recorded", "figure", "data", "all", "incident", "error", "infection", "report"}
    | {"episode", "new", "this", "our", "actual", "confirmed", "value", "any", "to", "is", "qty", "ward", "unit"}
    | {"area", "which", "occurred", "occurring", "occurrence", "happened"}
)
KINDS = frozenset({"incident", "error", "infection"})  # "Incident reports" are not every theme's reports
RANGE = frozenset(  # "Level E and above" is not level E
    {"above", "over", "higher", "greater", "more", "plus", "worse", "onward", "upward", "up", "below", "under", "lower"}
    | {"less", "fewer", "than", "to", "through", "or", "combined", "together"}
)
OURS = ("paediatric", "pediatric", "paed", "children's", "childrens", "child", "kids")  # every number here is theirs
NEUTRAL = ("sum of", "count of", "number of", "no of", "total no of", "total number of", "nos of")
