"""Chromium, the cast in a live server, and where screenshots go.

Screenshots are written to docs/screens/ only when INBEELD_SCREENSHOTS is set, so that running
the tests changes nothing in the tree.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.screens import client_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from accounts.models import User

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the system's Chromium, or skip loudly where there is none."""
    if CHROMIUM is None:
        pytest.skip("CHROMIUM NOT THERE: install the package chromium to run the browser tests")
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def open_as(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page as a user: no JavaScript, 360 pixels if asked."""
    contexts = []

    def opened(user: User | None, *, language: str = "nl", width: int = 1280) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=False,
            locale={"nl": "nl-NL", "en": "en-GB"}[language],
            reduced_motion="reduce",
            viewport={"width": width, "height": 900},
        )
        contexts.append(context)
        if user is not None:
            cookie = client_of(user).cookies["sessionid"]
            context.add_cookies(
                [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
            )
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def look() -> Callable[..., None]:
    """Return a function that checks a page: no axe violation, no sideways scrolling, a picture."""

    def looked(page: Page, name: str, language: str = "nl") -> None:
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, f"{name} scrolls sideways at {page.viewport_size}"
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert not found.violations_count, found.generate_report()
        if os.environ.get("INBEELD_SCREENSHOTS") and page.viewport_size["width"] > 1000:
            folder = SCREENS / language
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{name}.png", full_page=True)

    return looked
