"""The demo: invented organisations, invented people, and the main job on one machine.

caseload   reports about invented people, the same at every run
seed       organisations and users with a second factor
processes  the web server and the workers, each with its own key rings
story      the whole line, step by step, with its figures
"""

from __future__ import annotations
