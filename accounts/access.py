"""Who may open a page: the role that it needs, asked of the database each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.roles import has_role

if TYPE_CHECKING:
    from accounts.roles import Role

Args = ParamSpec("Args")
_View = Callable[Concatenate[HttpRequest, Args], HttpResponse]


def role_required(role: Role) -> Callable[[_View[Args]], _View[Args]]:
    """Let a page be opened by users who have ``role`` in some organisation, and by no other.

    It says nothing about rows: those are asked for with `visible_to` or `organisations_of`.
    """

    def decorate(view: _View[Args]) -> _View[Args]:
        @wraps(view)
        def guarded(
            request: HttpRequest, /, *args: Args.args, **kwargs: Args.kwargs
        ) -> HttpResponse:
            if not has_role(request.user, role):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate


def user_of(request: HttpRequest) -> User:
    """Return the user who is logged in; PermissionDenied when nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
