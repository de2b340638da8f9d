"""`manage.py demo [--no-serve] [--data FOLDER] [--port N] [--only-serve]`."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from subprocess import CalledProcessError
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config import rings as ring_names
from config.demo import processes
from config.demo.story import WEB, DoesNotAddUp, Story
from registry.profiles.base import ProfileError
from vault.core.errors import VaultError

if TYPE_CHECKING:
    from argparse import ArgumentParser

EVERY_SECONDS = "5"
SWEEP_SECONDS = "60"


class Command(BaseCommand):
    """Fills an example from nothing, runs the main job, and serves the product."""

    help = "Fill an example, run the whole line once, and serve the product on loopback."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--no-serve", action="store_true", help="end after the main job")
        parser.add_argument("--only-serve", action="store_true", help="keep what is there")
        parser.add_argument("--data", type=Path, help="a folder of real referrals (nrm_uk)")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Tell the story, and serve."""
        if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
            raise CommandError("The demo empties its databases; it only runs on its own SQLite.")
        # Being ended is like Ctrl-C: the processes that this one started end with it.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        story = Story(say=self._say, port=options["port"], out=settings.DATA_DIR / "released")
        try:
            if not options["only_serve"]:
                story.prepare()
            with processes.web(port=options["port"], keys=processes.ring_folder("web", WEB)) as url:
                if not options["only_serve"]:
                    self._tell(story, options["data"])
                self._say(f"\nInBeeld is served at {url}")
                call_command("code", stdout=self.stdout)
                if not options["no_serve"]:
                    self._serve(url)
        except CalledProcessError as error:
            raise CommandError(f"A step of the demo failed: {' '.join(error.cmd[2:])}") from error
        except (processes.DidNotStart, DoesNotAddUp, ProfileError, VaultError) as error:
            raise CommandError(str(error)) from error

    def _tell(self, story: Story, data: Path | None) -> None:
        self._say("1. Care workers file reports; each person answers for themselves.")
        story.file_reports(data)
        self._say("2. What was consented to goes to the registry, signed and sealed.")
        story.send()
        self._say("3. The registry publishes what betrays nobody.")
        story.publish()
        if data is not None:
            self._say("4. The figures add up.")
            story.add_up(data)

    def _serve(self, url: str) -> None:
        """Go on until interrupted; the workers look for work every few seconds."""
        self._say("Press Ctrl-C to stop. `make run` starts it again with what is there.")
        workers = [
            processes.start(
                "sweep",
                "--every",
                SWEEP_SECONDS,
                url=url,
                keys=processes.ring_folder("care", ring_names.CARE),
            ),
            processes.start(
                "contribute",
                "--every",
                EVERY_SECONDS,
                url=url,
                keys=processes.ring_folder("reporting", ring_names.REPORTING),
            ),
            processes.start(
                "deliver",
                "--every",
                EVERY_SECONDS,
                url=url,
                keys=processes.ring_folder("delivery", ring_names.DELIVERY),
            ),
        ]
        try:
            while True:
                time.sleep(1)
        except KeyboardInterrupt:
            self._say("Stopped.")
        finally:
            for worker in workers:
                worker.terminate()
                worker.wait()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
