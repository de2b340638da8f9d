"""People and organisations: users with a second factor, organisations with a type, and roles.

roles       the five roles; the only room that speaks to django-guardian
verbs       make an organisation, a user, a membership
middleware  no page without a second factor
adapters    what django-allauth asks of us
"""

from __future__ import annotations
