"""The only package that touches a key or imports `cryptography`.

    core/       pure: cells, codec, signatures, messages; no Django, no clock of its own
    rings       what root keys this process holds
    context     who opens, for which organisation and purpose, and why
    fields      sealed columns of a model, opened lazily and only inside a context
    keys        organisation keys and data keys in the key store, grants per purpose

It knows nothing of consent, cases or people: it is told subjects, compartments and purposes.
"""

from __future__ import annotations
