"""Makes `.venv` from a lock file, with nothing but Python itself: `python3 scripts/bootstrap.py`.

Rules: only the standard library; every package by its hash; a stamp inside the environment says
which locks it was made from, so that a second run has nothing to do.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = (3, 11)
STAMP = "made-from"


class SetUpError(Exception):
    """The set-up cannot go on; the message says what a person can do about it."""


def main(arguments: list[str] | None = None) -> None:
    """Make or refresh the environment, then the compiled translations."""
    parser = argparse.ArgumentParser(description="Make .venv from the hash-locked requirements.")
    parser.add_argument("--dev", action="store_true", help="also what builds and tests InBeeld")
    wanted = "dev" if parser.parse_args(arguments).dev else "runtime"
    try:
        refuse_old_python(sys.version_info[:2])
        refresh_environment(ROOT, wanted)
        refresh_translations(ROOT)
    except SetUpError as error:
        sys.exit(f"Set-up stopped: {error}")


def refuse_old_python(version: tuple[int, int]) -> None:
    """Stop on a Python that InBeeld does not run on.

    Raises:
        SetUpError: when ``version`` is older than 3.11.
    """
    if version < OLDEST_PYTHON:
        raise SetUpError(
            "InBeeld needs Python 3.11 or newer and this is "
            f"{version[0]}.{version[1]}. Name a newer one: make setup PYTHON=python3.11"
        )


def refresh_environment(root: Path, wanted: str) -> None:
    """Install the ``wanted`` set, "runtime" or "dev", unless the stamp says it is there."""
    venv = root / ".venv"
    lock_hash = hash_of_locks(root / "requirements")
    if has_set(venv, wanted, lock_hash):
        return
    if not python_works(venv):
        make_venv(venv)
    (venv / STAMP).unlink(missing_ok=True)
    install(venv, root / "requirements" / f"{wanted}.txt")
    (venv / STAMP).write_text(f"{wanted} {lock_hash}\n", encoding="utf-8")
    say(f"The {wanted} environment is ready in {venv.name}.")


def hash_of_locks(requirements: Path) -> str:
    """Return one hash over both lock files: whichever changes, the environment is made anew."""
    digest = hashlib.sha256()
    for name in ("runtime.txt", "dev.txt"):
        digest.update((requirements / name).read_bytes())
    return digest.hexdigest()


def has_set(venv: Path, wanted: str, lock_hash: str) -> bool:
    """Tell whether ``venv`` holds the ``wanted`` set; "dev" contains "runtime"."""
    try:
        present, made_from = (venv / STAMP).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return False
    return made_from == lock_hash and present in {wanted, "dev"} and python_works(venv)


def python_of(venv: Path) -> Path:
    """Return the interpreter inside ``venv``."""
    return venv / "bin" / "python"


def python_works(venv: Path) -> bool:
    """Tell whether the environment's interpreter starts and is new enough."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    try:
        return subprocess.run([python_of(venv), "-Ic", question], check=False).returncode == 0
    except OSError:
        return False


def make_venv(venv: Path) -> None:
    """Make an empty environment.

    Raises:
        SetUpError: when this Python came without its `venv` or `ensurepip` part.
    """
    if not all(importlib.util.find_spec(part) for part in ("venv", "ensurepip")):
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise SetUpError(
            "this Python came without venv or ensurepip. "
            f"On Debian and Ubuntu: apt-get install {package}"
        )
    say(f"Making {venv.name} with Python {sys.version.split()[0]} ...")
    run_quietly([sys.executable, "-m", "venv", "--clear", str(venv)], "making the environment")


def install(venv: Path, lock: Path) -> None:
    """Install ``lock`` by hash: with uv where it is on the PATH, otherwise with pip.

    pip is also the second try after uv, because only pip knows an organisation's own mirror and
    certificates from its configuration.
    """
    say(f"Installing {lock.parent.name}/{lock.name} by hash; the first time takes a minute ...")
    options = ["--quiet", "--require-hashes", "--no-deps", "-r", str(lock)]
    uv = shutil.which("uv")
    if uv:
        try:
            command = [uv, "pip", "install", "--python", str(python_of(venv)), *options]
            run_quietly(command, "uv pip install")
        except SetUpError as error:
            say(f"{error}\nTrying again with pip.")
        else:
            return
    pip = [str(python_of(venv)), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    run_quietly([*pip, "install", *options], "pip install")


def run_quietly(command: list[str], what: str) -> None:
    """Run ``command`` and show its output only when it fails.

    Raises:
        SetUpError: with all that the command printed.
    """
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    result = subprocess.run(
        command,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    if result.returncode != 0:
        raise SetUpError(f"{what} failed.\n{result.stdout.strip()}")


def refresh_translations(root: Path) -> None:
    """Compile every text catalogue whose compiled file is missing or older."""
    stale = [str(po) for po in sorted(root.glob("locale/*/LC_MESSAGES/*.po")) if is_stale(po)]
    if stale:
        script = root / "scripts" / "compile_messages.py"
        python = python_of(root / ".venv")
        run_quietly([str(python), str(script), *stale], "compiling the translations")
        say(f"Compiled {len(stale)} translation file(s).")


def is_stale(po: Path) -> bool:
    """Tell whether the compiled file of ``po`` is missing or older."""
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def say(message: str) -> None:
    """Print at once: the next step may take a minute."""
    print(message, flush=True)


if __name__ == "__main__":
    main()
