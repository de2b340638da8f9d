"""A root key that is not safe is not used, and the message says what to do."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from vault import rings
from vault.core.cells import KEY_BYTES
from vault.core.errors import KeyNotHeld, RingRefused


@pytest.fixture
def folder(tmp_path, settings):
    """A folder of rings of this test's own."""
    place = tmp_path / "rings"
    rings.create(place, ["care", "count"])
    settings.INBEELD_KEY_DIR = place
    rings.forget()
    return place


def refused(*words, ring="care"):
    rings.forget()
    with pytest.raises(RingRefused) as caught:
        rings.root(ring)
    for word in words:
        assert str(word) in str(caught.value)


def test_a_ring_that_was_made_is_private_and_holds_a_key(folder):
    path = folder / "care.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(path.read_bytes()) == KEY_BYTES
    assert path.read_bytes() != (folder / "count.key").read_bytes()
    assert repr(rings.root("care")) == "<CellKey>"


def test_a_ring_that_exists_is_never_made_anew(folder):
    before = (folder / "care.key").read_bytes()
    assert rings.create(folder, ["care", "count", "index"]) == ["index"]
    assert (folder / "care.key").read_bytes() == before


def test_a_missing_file_says_where_it_should_be_and_how_to_get_it(folder):
    (folder / "care.key").unlink()
    with pytest.raises(KeyNotHeld, match="keys init") as caught:
        rings.root("care")
    assert str(folder / "care.key") in str(caught.value)
    assert caught.value.ring == "care"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o604, 0o601, 0o666, 0o777])
def test_a_file_that_others_can_open_is_refused_with_the_command_that_mends_it(folder, mode):
    path = folder / "care.key"
    path.chmod(mode)
    refused(f"run: chmod 0600 {path}")
    path.chmod(0o600)
    rings.root("care")


def test_a_file_that_nobody_may_write_is_fine(folder):
    (folder / "care.key").chmod(0o400)
    rings.root("care")


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o710, 0o777])
def test_a_folder_that_others_can_enter_is_refused_with_the_command_that_mends_it(folder, mode):
    folder.chmod(mode)
    refused(f"run: chmod 0700 {folder}")


def test_a_file_of_another_user_is_refused_with_the_command_that_mends_it(folder, monkeypatch):
    somebody_else = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody_else)
    refused("another user", f"run: chown {somebody_else} {folder / 'care.key'}")


@pytest.mark.parametrize("length", [0, 1, 31, 33, 64])
def test_a_file_of_another_length_is_refused(folder, length):
    (folder / "care.key").write_bytes(b"k" * length)
    refused("does not hold 32 bytes", "backup")


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_a_ring_inside_a_source_tree_is_refused(tmp_path, settings, depth):
    tree = tmp_path / "tree"
    place = tree.joinpath(*["deeper"] * depth, "rings")
    place.mkdir(parents=True)
    place.chmod(0o700)
    rings.create(place, ["care"])
    settings.INBEELD_KEY_DIR = place
    rings.forget()
    rings.root("care")
    (tree / ".git").mkdir()
    refused(tree, "move the keys out of it")


def test_a_ring_that_is_linked_to_from_outside_the_tree_is_still_inside(tmp_path, settings):
    tree, place = tmp_path / "tree", tmp_path / "rings"
    rings.create(tree / "inside", ["care"])
    (tree / ".git").touch()  # a worktree has a file there
    place.mkdir(mode=0o700)
    (place / "care.key").symlink_to(tree / "inside" / "care.key")
    settings.INBEELD_KEY_DIR = place
    refused(tree, "move the keys out of it")


def test_without_a_folder_the_message_names_the_setting(settings):
    settings.INBEELD_KEY_DIR = None
    refused("INBEELD_KEY_DIR")


def test_rings_laid_aside_are_not_held(folder):
    with rings.only("count"):
        rings.root("count")
        with pytest.raises(KeyNotHeld):
            rings.root("care")
    rings.root("care")


def test_laying_aside_can_only_make_them_fewer(folder):
    with rings.only("count"), rings.only("care", "count"):
        rings.root("count")
        with pytest.raises(KeyNotHeld):
            rings.root("care")
        with rings.only():
            for ring in ("care", "count"):
                with pytest.raises(KeyNotHeld):
                    rings.root(ring)
        rings.root("count")


def test_an_error_inside_gives_the_rings_back(folder):
    with pytest.raises(RuntimeError), rings.only():
        raise RuntimeError
    rings.root("care")


def test_laying_aside_reaches_no_other_thread(folder):
    """It serves one block of one thread; what a process may hold is decided by its files."""
    with rings.only("count"), ThreadPoolExecutor(1) as pool:
        pool.submit(rings.root, "care").result()


def test_what_a_process_needs_is_asked_before_it_serves(folder):
    rings.require(["care", "count"])
    with pytest.raises(KeyNotHeld, match="'index'"):
        rings.require(["care", "index", "count"])
    rings.require([])


def test_a_fingerprint_tells_keys_apart_and_tells_nothing_else(folder):
    told = [rings.fingerprint(ring) for ring in ("care", "count")]
    assert len(set(told)) == 2
    for ring, text in zip(("care", "count"), told, strict=True):
        assert re.fullmatch("[0-9a-f]{32}", text)
        assert (folder / f"{ring}.key").read_bytes().hex()[:8] not in text


def test_a_root_that_was_forgotten_is_read_again(folder):
    rings.root("care")
    (folder / "care.key").unlink()
    rings.root("care")
    rings.forget()
    with pytest.raises(KeyNotHeld):
        rings.root("care")
