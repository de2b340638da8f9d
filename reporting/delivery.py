"""Carries the outbox to the registry's inbox over HTTP. At least once here, once in effect there.

A message is claimed before it is sent and is due again when the claim runs out, so a carrier
that is killed loses nothing. Nothing is locked while the network is waited for. This process
needs no key: messages are sealed already, and acknowledgements are checked with a public one.
"""

from __future__ import annotations

import http.client
import logging
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reporting.inbox import acknowledged
from reporting.last_look import may_leave, withhold
from reporting.models import OutboxMessage
from vault.core.errors import CannotOpen

if TYPE_CHECKING:
    from uuid import UUID

logger = logging.getLogger(__name__)

INBOX_PATH: Final = "/registry/inbox"
CLAIM: Final = timedelta(seconds=60)
LONGEST_WAIT: Final = timedelta(minutes=15)
LARGEST_ANSWER: Final = 64 * 1024
_Status = OutboxMessage.Status


class NotDelivered(Exception):
    """A message did not arrive, or the answer is not the registry's. It will be tried again."""


class Refused(Exception):
    """The registry refused a message; trying again would change nothing."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A message goes to the registry or nowhere: where else it points to is not asked."""

    def redirect_request(self, *_: Any) -> None:
        """Make no request; the answer stays the redirect that it is."""


_OPENER: Final = urllib.request.build_opener(_NoRedirect)


@dataclass(slots=True)
class Delivered:
    """What one run carried.

    Args:
        delivered: messages that the registry acknowledged.
        refused: messages that it refused for good.
        withheld: messages kept back because somebody in them no longer permits it.
        problems: why others did not arrive, in words.
    """

    delivered: int = 0
    refused: int = 0
    withheld: int = 0
    problems: list[str] = field(default_factory=list)


def deliver() -> Delivered:
    """Carry every message that is due; stop at the first that does not arrive."""
    done = Delivered()
    while (message := _claim(timezone.now())) is not None:
        if not may_leave(message, timezone.now()):
            withhold(message)
            done.withheld += 1
            continue
        try:
            _carry(message)
            done.delivered += 1
        except Refused as error:
            _settle(message, _Status.REFUSED, str(error))
            done.refused += 1
            logger.warning("message %s was refused: %s", message.id, error)
        except NotDelivered as error:
            _retry_later(message, str(error))
            done.problems.append(str(error))
            break
    return done


def try_refused_again() -> int:
    """Make every refused message due again, once its cause is mended; return how many."""
    refused = OutboxMessage.objects.filter(status=_Status.REFUSED)
    return refused.update(status=_Status.WAITING, next_attempt_at=timezone.now())


def _claim(now: datetime) -> OutboxMessage | None:
    """Take the oldest message that is due, so that no other carrier takes it meanwhile."""
    with transaction.atomic():
        due = OutboxMessage.objects.filter(status=_Status.WAITING, next_attempt_at__lte=now)
        message = due.order_by("created_at", "id").select_for_update(skip_locked=True).first()
        if message is not None:
            message.attempts += 1
            message.next_attempt_at = now + CLAIM
            message.save(update_fields=["attempts", "next_attempt_at"])
    return message


def _carry(message: OutboxMessage) -> None:
    answer = _post(message.body.encode())
    try:
        named: UUID = acknowledged(answer)
    except CannotOpen as error:
        raise NotDelivered("What answered is not the registry.") from error
    if named != message.id:
        raise NotDelivered("The registry acknowledged another message.")
    _settle(message, _Status.DELIVERED, "")


def _post(body: bytes) -> str:
    """Send ``body``; return the answer's text.

    Raises:
        Refused: for a 4xx that the registry means.
        NotDelivered: for everything else that is not an answer.
    """
    url = settings.REGISTRY_URL.rstrip("/") + INBOX_PATH
    if not url.startswith(("http://", "https://")):
        raise NotDelivered("REGISTRY_URL must begin with https://.")
    request = urllib.request.Request(  # noqa: S310 (the scheme was looked at above)
        url, data=body, method="POST", headers={"Content-Type": "application/jose"}
    )
    try:
        with _OPENER.open(request, timeout=settings.REGISTRY_TIMEOUT_SECONDS) as answer:
            return str(answer.read(LARGEST_ANSWER).decode("ascii"))
    except urllib.error.HTTPError as error:
        if error.code in {400, 403, 413, 422}:
            raise Refused(f"the registry answered {error.code}") from error
        raise NotDelivered(f"The registry answered {error.code}.") from error
    except UnicodeDecodeError as error:
        raise NotDelivered("The registry answered nonsense.") from error
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(f"The registry at {url} cannot be reached.") from error


def _settle(message: OutboxMessage, status: str, problem: str) -> None:
    message.status, message.last_problem = status, problem
    message.delivered_at = timezone.now() if status == _Status.DELIVERED else None
    message.save(update_fields=["status", "last_problem", "delivered_at"])


def _retry_later(message: OutboxMessage, problem: str) -> None:
    wait = min(timedelta(seconds=2 ** min(message.attempts, 10)), LONGEST_WAIT)
    message.next_attempt_at = timezone.now() + wait
    message.last_problem = problem
    message.save(update_fields=["next_attempt_at", "last_problem"])
