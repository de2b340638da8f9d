"""The address of the registry's inbox: one POST, one signed answer or a problem in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from reporting.inbox import InboxRefused, receive
from reporting.peers import NoRegistry
from vault.core.errors import VaultError

if TYPE_CHECKING:
    from django.http import HttpRequest

LARGEST_MESSAGE = 8 * 1024 * 1024
BAD = 400
TOO_LARGE = 413
NOT_HERE = 503


@csrf_exempt  # the sender is another server; its signature stands in for a session
@require_POST
def inbox(request: HttpRequest) -> HttpResponse:
    """Take one message. Problems follow RFC 9457."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal():
        return _problem(BAD, "The length of the message is not a number.")
    if int(length) > LARGEST_MESSAGE:
        return _problem(TOO_LARGE, "The message is too large.")
    try:
        answer = receive(request.body, timezone.now())
    except InboxRefused as error:
        return _problem(error.status, error.reason)
    except (NoRegistry, VaultError):
        return _problem(NOT_HERE, "The registry cannot take messages now. Try again later.")
    return HttpResponse(answer, content_type="application/jose", status=201)


def _problem(status: int, title: str) -> JsonResponse:
    return JsonResponse(
        {"type": "about:blank", "status": status, "title": title},
        status=status,
        content_type="application/problem+json",
    )
