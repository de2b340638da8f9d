"""Two ways to use a page: with a mouse, and with the keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

STOPS = 150


@dataclass(frozen=True)
class Mouse:
    """Points and clicks."""

    page: Page

    def press(self, target: str) -> None:
        """Press a link or a button."""
        self.page.locator(target).first.click()

    def tick(self, target: str) -> None:
        """Choose a radio button or a check box."""
        self.page.locator(target).first.check()

    def write(self, target: str, text: str) -> None:
        """Fill in a text box."""
        self.page.locator(target).first.fill(text)

    def choose(self, target: str, value: str) -> None:
        """Choose an option of a list."""
        self.page.locator(target).first.select_option(value)


@dataclass(frozen=True)
class Keyboard:
    """Tabs, types and presses. What Tab does not reach, it cannot use."""

    page: Page

    def press(self, target: str) -> None:
        """Press a link or a button, and wait for the page behind it."""
        self._reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tick(self, target: str) -> None:
        """Choose a radio button, walking through its group with the arrows, or a check box."""
        group = self.page.locator(target).first.get_attribute("name")
        self._reach(f"input[name={group}]")
        for _ in range(STOPS):
            if self._is_at(target):
                self.page.keyboard.press("Space")
                return
            radio = self._is_at("[type=radio]")
            self.page.keyboard.press("ArrowDown" if radio else "Tab")
        raise AssertionError(f"The keyboard does not reach {target}.")

    def write(self, target: str, text: str) -> None:
        """Fill in a text box."""
        self._reach(target)
        self.page.keyboard.type(text)

    def choose(self, target: str, value: str) -> None:
        """Choose an option of a list, walking through it with the arrows."""
        self._reach(target)
        box = self.page.locator(target).first
        for _ in range(STOPS):
            if box.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The keyboard does not reach {value} in {target}.")

    def _reach(self, target: str) -> None:
        for _ in range(STOPS):
            if self._is_at(target):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {target}.")

    def _is_at(self, target: str) -> bool:
        return bool(self.page.evaluate("target => document.activeElement.matches(target)", target))
