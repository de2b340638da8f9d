"""The reference pages and the registries hold each other, and no page leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from consent.purposes import PURPOSES
from registry.codes.forms import FORMS
from registry.profiles import PROFILES
from reporting.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
REGISTERED = {
    "purposes": list(PURPOSES),
    "forms": [form.value for form in FORMS],
    "tables": list(TABLES),
    "profiles": list(PROFILES),
}
SECTION = re.compile(r"^## (.+)\n((?:(?!## ).*\n?)*)", re.MULTILINE)
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
FEWEST_WORDS = 15
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def sections(kind: str) -> list[tuple[str, str]]:
    """Return heading and text of each section of a reference page."""
    text = (ROOT / "docs" / "reference" / f"{kind}.md").read_text(encoding="utf-8")
    return SECTION.findall(text)


def targets(document: Path) -> list[Path]:
    """Return where the relative links of a page lead; screens are made by the browser tests."""
    text = document.read_text(encoding="utf-8")
    found = [document.parent / link for link in LINK.findall(text)]
    return [target for target in found if "screens" not in target.parts]


@pytest.mark.parametrize("kind", sorted(REGISTERED))
def test_what_is_registered_has_one_heading_and_every_heading_is_registered(kind: str) -> None:
    headings = sorted(heading for heading, _ in sections(kind))
    assert headings == sorted(f"`{code}`" for code in REGISTERED[kind])


@pytest.mark.parametrize("kind", sorted(REGISTERED))
def test_every_heading_is_followed_by_a_paragraph(kind: str) -> None:
    short = [heading for heading, text in sections(kind) if len(text.split()) < FEWEST_WORDS]
    assert short == []


def test_there_is_no_reference_page_without_a_registry() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "reference").glob("*.md")}
    assert pages == set(REGISTERED)


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    assert [str(target) for target in targets(document) if not target.exists()] == []


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    linked = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert {path.name for path in folder.glob("0*.md")} == linked


def test_every_command_of_ours_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    ours = {path.stem for path in ROOT.glob("*/management/commands/[!_]*.py")}
    named = set(COMMAND.findall(text)) | set(re.findall(r"make ([a-z]+)", text))
    assert ours - named == set()


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_page_names_exists(document: Path) -> None:
    named = set(COMMAND.findall(document.read_text(encoding="utf-8")))
    assert named - set(get_commands()) == set()
