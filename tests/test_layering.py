"""The floors of the house: nothing imports upward, and some words occur nowhere."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("members", "news", "conferences", "awards")

# An app may import the apps that stand below it, and the ground floor.
MAY_IMPORT = {
    "lienhiephoi": set(),
    "members": set(),
    "news": {"members"},
    "conferences": {"members", "news"},
    "awards": {"members", "news", "conferences"},
}
# The ground floor's few windows: where the house is put together.
PUT_TOGETHER = {"lienhiephoi/urls.py", "lienhiephoi/wsgi.py", "lienhiephoi/settings.py"}

# Inside an app, lowest first; a module may import only from its own floor and below.
FLOORS = [
    {"models"},
    {"permissions", "own_counts"},
    {"links", "wording", "promises", "review_counts", "facts", "tokens"},
    {"comparisons", "known_numbers"},
    {"invitees", "attendance", "calendars", "programme", "sources"},
    {"turnout"},
    {"record"},
    {"editions", "outlines"},
    {"report_forms", "period_forms", "obligations", "lineage", "history"},
    {"reporting", "notifications", "invitations", "data_subjects", "retention"},
    {"workflow", "searchables", "addresses", "counting", "neighbours", "pictures"},
    {"related", "settling", "progress"},
    {
        "rollup",
        "publication",
        "comparison",
        "figures",
        "reminders",
        "paper",
        "register",
    },
    {"review", "report_grid"},
    {"figure_charts", "figure_tables", "own_figures", "report_pages"},
    {"documents", "sheets"},
    {"second_factor", "sharing"},
    {"structured_data", "desk", "workspace", "authentication"},
    {"forms", "filters", "register_filters", "account_forms", "invitation_forms"},
    {"drafts", "archive"},
    {"imports", "demonstration"},
    {"views", "account_views", "feeds", "sitemaps", "context_processors"},
    {"admin", "urls", "account_urls", "workspace_urls", "management", "apps"},
]


def _modules():
    for app in ("lienhiephoi", *APPS):
        for file in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def _imports(file: Path):
    """Module names of all imports of a file, the local ones included."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _floor(name: str) -> int | None:
    return next((n for n, floor in enumerate(FLOORS) if name in floor), None)


@pytest.mark.parametrize(
    "file", list(_modules()), ids=lambda f: str(f.relative_to(ROOT))
)
def test_no_module_imports_from_above(file):
    place = file.relative_to(ROOT)
    app = place.parts[0]
    if str(place) in PUT_TOGETHER:
        return
    own_floor = _floor(place.parts[1].removesuffix(".py"))
    for name in _imports(file):
        other, _, rest = name.partition(".")
        if other in APPS and other != app:
            assert other in MAY_IMPORT[app], f"{place} imports {name}"
        if other == app and app in APPS and own_floor is not None:
            their_floor = _floor(rest.partition(".")[0])
            assert their_floor is None or their_floor <= own_floor, (
                f"{place} imports {name}"
            )


@pytest.mark.parametrize("app", APPS)
def test_every_module_of_an_app_has_its_floor(app):
    names = {
        file.relative_to(ROOT / app).parts[0].removesuffix(".py")
        for file in (ROOT / app).rglob("*.py")
    }
    known = {name for floor in FLOORS for name in floor}
    assert names - known <= {"__init__", "migrations"}


@pytest.mark.parametrize("name", ["utils", "helpers", "services", "common"])
def test_no_room_without_a_subject(name):
    assert [f for f in _modules() if f.stem == name or name in f.parts[:-1]] == []


def test_a_status_is_changed_by_the_workflow_alone():
    """`.update(status=…)` would walk past the door."""
    guilty = [
        file.name
        for file in _modules()
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("update", "bulk_update")
        and any(keyword.arg == "status" for keyword in node.keywords)
    ]
    assert guilty == []
