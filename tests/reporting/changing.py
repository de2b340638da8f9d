"""Changes everything about a person that can be changed, and undoes a whole block of work."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction

from audit.access import opening
from registry.codes.facts import FACT_FIELDS, Facts
from registry.models import Case, Identity
from registry.verbs import Who, amend_facts, identity_of

ALL_FACTS = {field.name: field for field in FACT_FIELDS}
SOMEBODY_ELSE = Who(
    given_names="Ander",
    family_name="Verzonnen",
    aliases="iemand",
    phone="+31600000001",
    address="elders",
)


def change_everything(cast, case):
    """Give a case other facts, another identity and another story."""
    change_facts(cast, case, *ALL_FACTS)
    change_who_and_story(case)


def change_facts(cast, case, *names):
    """Give each of the facts ``names`` of a case another answer than it had."""
    facts = facts_of(case)
    changes = {name: _other_answer(ALL_FACTS[name], getattr(facts, name)) for name in names}
    user = cast.chiara if case.organisation_id == cast.youth_care.id else cast.aicha
    amend_facts(user=user, case=stored(case), facts=replace(facts, **changes))


def change_who_and_story(case):
    """Give the person of a case another identity and another story."""
    with _in_care(case), transaction.atomic():
        row = stored(case)
        row.narrative = "an entirely different story"
        row.save(update_fields=["narrative"])
        new = identity_of(case.organisation, case.consent_file, SOMEBODY_ELSE)
        known = Identity.objects.kept_by(case.organisation_id)
        old = known.filter(consent_file=case.consent_file_id).first()
        new.id = old.id if old else new.id
        new.save(force_insert=old is None, force_update=old is not None)


def facts_of(case):
    """Return the facts of a case as a care worker reads them."""
    with _in_care(case):
        return Facts.from_document(stored(case).facts)


def stored(case):
    """Return the case as it stands in the database."""
    return Case.objects.kept_by(case.organisation_id).get(id=case.id)


@contextmanager
def undone():
    """Undo in both databases what the block did, as Django does after each test.

    What the block commits is committed only until it ends.
    """
    blocks = [transaction.atomic(using=alias) for alias in ("default", "keys")]
    for block in blocks:
        block._from_testcase = True  # durable blocks may run inside, as they may in a test
        block.__enter__()
    try:
        yield
    finally:
        for block in reversed(blocks):
            transaction.set_rollback(True, using=block.using)
            block.__exit__(None, None, None)


def _other_answer(field, answer):
    if field.codes is None:
        return "2025-Q1" if answer == "2025-Q2" else "2025-Q2"
    others = (code.value for code in field.codes.codes if code.value not in answer)
    other = next(others)
    return (other,) if field.many else other


def _in_care(case):
    return opening(who="a test", role="test", organisation=case.organisation_id, why="a test")
