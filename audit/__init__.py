"""What happened, in a form that cannot be changed unseen.

merkle       pure: the tree of RFC 9162, its proofs and their verification
ledger       appends leaves and signs heads, one tree per organisation
verification recomputes everything and names the first bad index
access       the access log (NEN 7513): who opened what, when and why
append_only  triggers that refuse update and delete, on both databases
"""

from __future__ import annotations
