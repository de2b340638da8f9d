"""Celery carries nothing: what is to be done stands in the database; a task only wakes it up."""

from __future__ import annotations

import base64
import json
import os
from uuid import uuid4

import pytest

from config.celery import app

app.autodiscover_tasks(force=True)
TASKS = [name for name in app.tasks if not name.startswith("celery.")]
BROKER = os.environ.get("TEST_REDIS_URL", "memory://")


def raw_message(task, monkeypatch):
    """Call ``task`` and return the message as the broker holds it."""
    queue = f"test-{uuid4()}"
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    with app.connection_for_write(BROKER) as connection:
        task.apply_async(queue=queue, connection=connection)
        channel = connection.default_channel
        raw = channel._get(queue)
        channel.queue_delete(queue)
    return raw


@pytest.mark.parametrize("name", TASKS)
def test_a_task_carries_nothing_but_its_name(name, monkeypatch):
    raw = raw_message(app.tasks[name], monkeypatch)
    arguments, options, chain = json.loads(base64.b64decode(raw["body"]))
    assert (arguments, options) == ([], {})
    assert not any(chain.values())
    headers = raw["headers"]
    assert (headers["task"], headers["argsrepr"], headers["kwargsrepr"]) == (name, "()", "{}")


def test_what_is_scheduled_is_found_here():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled <= set(TASKS)
    assert len(scheduled) >= 3


def test_scheduled_tasks_bring_no_arguments():
    for entry in app.conf.beat_schedule.values():
        assert not entry.get("args")
        assert not entry.get("kwargs")
