"""Small files in the format of the profile `nrm_uk`, about nobody, by organisations of nowhere."""

from __future__ import annotations

from collections import Counter

from audit.access import opening
from consent.models import ConsentEvent
from registry.models import Case, Tally
from vault.core.codec import canonical_json
from vault.models import Grant

ROW = {
    "organisation": "Harbour Watch",
    "organisation_type": "Police",
    "quarter": "2022 Q2",
    "exploitation": "Labour",
    "age_group": "Adult (18 or over)",
    "gender": "Male",
    "nationality": "Eritrean",
}
CHILD = {"age_group": "Child (17 or under)"}
WOMAN = {"gender": "Female"}
ELSEWHERE = {"organisation": "Lighthouse", "organisation_type": "NGO and third sector"}


def referrals(folder, *changes, name="referrals.csv"):
    """Write referrals into ``folder``; each argument says how a row differs from `ROW`."""
    rows = [ROW | change for change in changes]
    return _write(folder / name, [tuple(ROW), *(tuple(row.values()) for row in rows)])


def notifications(folder, *rows, name="duty_to_notify_2022_q2.csv"):
    """Write notifications into ``folder``; each argument is a nationality and a number."""
    return _write(folder / name, [("Nationality", "Total"), *rows])


def _write(path, rows):
    text = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def imported():
    """Return everything that imports left behind, read open, in no order and without ids."""
    found = Counter()
    granted = Counter(Grant.objects.values_list("subject_id", "purpose"))
    for case in Case._base_manager.select_related("organisation"):
        with opening(who="a test", role="test", organisation=case.organisation_id, why="a test"):
            content = canonical_json(case.facts), case.narrative
        file = case.consent_file_id
        events = ConsentEvent.objects.filter(file=file).values_list(*_RECORDED)
        grants = tuple((key[1], n) for key, n in sorted(granted.items()) if key[0] == file)
        found[case.organisation.name, case.opened_on, content, tuple(events), grants] += 1
    for tally in Tally.objects.select_related("organisation"):
        found[tally.organisation.name, tally.period, canonical_json(content_of(tally))] += 1
    return found


_RECORDED = ("purpose", "kind", "basis", "expressed_by", "how", "true_from", "valid_until")


def content_of(tally):
    """Return what a tally says, as the process that counts reads it."""
    with opening(
        who="a test",
        role="test",
        organisation=tally.organisation_id,
        why="a test",
        purpose="count",
    ):
        return tally.content
