"""What care workers record: cases in three sealed compartments, by screen or by import.

codes/       pure: code lists and the typed facts document
profiles/    pure: one file per format that can be imported
querysets    `Case.objects` refuses until someone has said for whom or for what
verbs        open a case, amend it
importing    many reports at once, resumable
forms, views the care worker's screens
"""

from __future__ import annotations
