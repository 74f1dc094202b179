"""One or many series become this year against the year before. Words and pictures are made elsewhere."""

from mist_dash.core.change.compare import year_on_year, year_on_year_of_all
from mist_dash.core.change.mix import mix_shift
from mist_dash.core.change.result import Change, Verdict, YearSide
from mist_dash.core.change.sides import years

__all__ = ["Change", "Verdict", "YearSide", "mix_shift", "year_on_year", "year_on_year_of_all", "years"]
