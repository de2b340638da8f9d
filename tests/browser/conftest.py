"""Chromium, the cast in a live server, and where screenshots go.

Every journey is walked without JavaScript. axe is JavaScript, and waits for timers that never
run in such a page, so it examines a copy of the page in a second context, which has it.

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
KEPT = frozenset(
    [
        "case-list",
        "case-new",
        "case-detail",
        "ask",
        "case-person",
        "monitor",
        "audit-events",
        "audit-verified",
        "login",
    ]
)
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
HTML = "text/html; charset=utf-8"
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
HEIGHT = 900
PATIENCE = 10_000
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}


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
            locale=LOCALES[language],
            reduced_motion="reduce",
            viewport={"width": width, "height": HEIGHT},
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
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
def examine(browser: Browser, live_server) -> Iterator[Callable[[Page], None]]:
    """Return a function that lets axe examine a copy of a page, as wide and at its address."""
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    copy = context.new_page()

    def examined(page: Page) -> None:
        copy.set_viewport_size(page.viewport_size)
        address, body = page.url.partition("#")[0], page.content()
        copy.route(address, lambda route: route.fulfill(body=body, content_type=HTML))
        copy.goto(address)
        copy.unroute(address)
        assert copy.title() == page.title()
        found = Axe().run(copy, options=OPTIONS)
        assert not found.violations_count, found.generate_report()

    yield examined
    context.close()


@pytest.fixture
def look(examine) -> Callable[..., None]:
    """Return a function that checks a page: no axe violation, no sideways scrolling, a picture."""

    def looked(page: Page, name: str, language: str = "nl") -> None:
        assert page.locator("html").get_attribute("lang") == language
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, f"{name} scrolls sideways at {page.viewport_size}"
        if "INBEELD_SCREENSHOTS" in os.environ:
            _keep(page, name, language)
        examine(page)

    return looked


def _keep(page: Page, name: str, language: str) -> None:
    narrow = page.viewport_size["width"] < HEIGHT
    if name not in KEPT or (narrow and "INBEELD_NARROW" not in os.environ):
        return
    folder = Path(os.environ["INBEELD_NARROW"]) if narrow else SCREENS / language
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)
