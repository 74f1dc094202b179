"""Who may import whom, and how big a room may be. The house is described in docs/decisions.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = {  # a floor may import itself and the floors named here
    "core": set(),
    "store": {"core"},
    "charts": {"core"},
    "exports": {"core", "charts"},
    "actions": {"core", "store"},
    "ui": {"core", "actions", "charts", "exports"},
    "cli.py": {"core", "actions", "store", "ui", "operations"},
    "operations.py": {"core", "actions", "ui"},
    "__main__.py": {"cli"},
}
OUTSIDE = {  # what each floor may not bring in from outside
    "core": {"streamlit", "sqlmodel", "sqlalchemy", "plotly", "alembic", "statsmodels", "starlette"},
    "store": {"streamlit", "plotly"},
    "charts": {"streamlit", "sqlmodel", "sqlalchemy"},
    "exports": {"streamlit", "sqlmodel", "sqlalchemy"},
    "actions": {"streamlit", "plotly"},
    "ui": {"sqlmodel", "sqlalchemy"},
    "pages": {"sqlmodel", "sqlalchemy", "numpy", "scipy"},
}
SOURCES = [path for folder in ("mist_dash", "pages") for path in sorted((ROOT / folder).rglob("*.py"))]


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def floor(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0] if parts[0] == "pages" else parts[1]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_floor_imports_only_the_floors_below_it(path: Path) -> None:
    here = floor(path)
    allowed = FLOORS.get(here, {"ui", "actions", "charts", "exports", "core"}) | {here}
    for name in imports(path):
        first, _, rest = name.partition(".")
        if first == "mist_dash" and rest:
            assert rest.split(".")[0] in allowed, f"{path} imports {name}"
        assert first not in OUTSIDE.get(here, set()), f"{path} imports {name}"


def test_nothing_lies_directly_in_pages() -> None:
    """Streamlit would run such a script without the main script, and so without sign-in, on a cold server."""
    mains = [ROOT / "app.py", ROOT / "mist_dash" / "ui" / "server" / "main.py"]
    assert all(main.exists() and not list((main.parent / "pages").glob("*.py")) for main in mains)


@pytest.mark.parametrize("path", sorted((ROOT / "pages").rglob("*.py")), ids=lambda path: path.stem)
def test_a_page_is_a_recipe(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 80


def test_raw_html_stands_in_one_file_at_most() -> None:
    assert len([path for path in SOURCES if "unsafe_allow_html" in path.read_text("utf-8")]) <= 1


def test_no_module_imports_statsmodels_scipy_stats_or_plotly_express() -> None:
    heavy = re.compile(r"statsmodels|scipy\.stats|plotly\.express")
    for path in SOURCES:
        assert not any(heavy.match(name) for name in imports(path)), path


def test_no_type_name_has_two_meanings() -> None:
    """A class or an alias is defined once; an `as` in an import would hide that two things share one name."""
    defined: dict[str, list[str]] = {}
    for path in SOURCES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                defined.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                if name.lstrip("_")[:1].isupper() and not name.isupper():  # TypeNames, not CONSTANTS
                    defined.setdefault(name, []).append(str(path.relative_to(ROOT)))
    twice = {name: where for name, where in defined.items() if len(where) > 1}
    assert not twice, f"one meaning a name: {twice}"


def test_the_formatter_decides_everywhere() -> None:
    exempt = [
        path for path in ROOT.rglob("*.py") if ".venv" not in path.parts and "# fmt" + ":" in path.read_text("utf-8")
    ]
    assert not exempt
