"""How the case is handled: status, who decided it, region, and what help is needed.

Source: HTCDS 2.0, ``vic_TraffickingStatus``, ``vic_TraffickingStatusDecisionMakingOrg`` and
``spl_Type``; the regions are the units of the Dutch police (Politiewet 2012, art. 25).
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import NON_ANSWERS, NONE, Code, CodeList

STATUS: Final = CodeList(
    "status",
    gettext_noop("Status"),
    (
        Code("possible", gettext_noop("possible victim"), htcds="PossibleVictimOfTrafficking"),
        Code("actual", gettext_noop("victim"), htcds="ActualVictimOfTrafficking"),
        Code("not", gettext_noop("not a victim"), htcds="NotAVictimOfTrafficking"),
        *NON_ANSWERS,
    ),
    htcds_fields=("vic_TraffickingStatus",),
)

DECIDING_BODY: Final = CodeList(
    "deciding body",
    gettext_noop("Deciding body"),
    (
        Code("police", gettext_noop("police"), htcds="Police"),
        Code("ngo", gettext_noop("care or other non-governmental organisation"), htcds="NGO"),
        Code("court", gettext_noop("court or prosecution"), htcds="CourtOrProsecution"),
        Code(
            "other_government",
            gettext_noop("another government body"),
            htcds="NonPoliceGovernmentalOrganization",
        ),
        Code("other", gettext_noop("another body"), htcds="Other"),
        *NON_ANSWERS,
    ),
    htcds_fields=("vic_TraffickingStatusDecisionMakingOrg",),
)

_POLICE_UNITS = (
    ("noord_nederland", gettext_noop("Noord-Nederland")),
    ("oost_nederland", gettext_noop("Oost-Nederland")),
    ("midden_nederland", gettext_noop("Midden-Nederland")),
    ("noord_holland", gettext_noop("Noord-Holland")),
    ("amsterdam", gettext_noop("Amsterdam")),
    ("den_haag", gettext_noop("Den Haag")),
    ("rotterdam", gettext_noop("Rotterdam")),
    ("zeeland_west_brabant", gettext_noop("Zeeland-West-Brabant")),
    ("oost_brabant", gettext_noop("Oost-Brabant")),
    ("limburg", gettext_noop("Limburg")),
    ("national_unit", gettext_noop("national unit")),
)

REGION: Final = CodeList(
    "region",
    gettext_noop("Region"),
    (
        *(Code(value, label, local=True) for value, label in _POLICE_UNITS),
        Code("outside_nl", gettext_noop("outside the Netherlands"), local=True),
        *NON_ANSWERS,
    ),
    source="Politiewet 2012, art. 25: ten regional units and the national unit",
)

SUPPORT_NEEDS: Final = CodeList(
    "support needs",
    gettext_noop("Support needs"),
    (
        Code("education", gettext_noop("education"), htcds="Education"),
        Code("financial", gettext_noop("money matters"), htcds="Financial"),
        Code("health", gettext_noop("health care"), htcds="Health"),
        Code(
            "labour_rehabilitation",
            gettext_noop("recovery after labour exploitation"),
            htcds="LabourExploitationRehabilitation",
        ),
        Code("legal", gettext_noop("legal help"), htcds="Legal"),
        Code("livelihood", gettext_noop("work and income"), htcds="Livelihood"),
        Code("rights_training", gettext_noop("knowing one's rights"), htcds="RightsBasedTraining"),
        Code(
            "sexual_rehabilitation",
            gettext_noop("recovery after sexual exploitation"),
            htcds="SexualExploitationRehabilitation",
        ),
        Code("social_care", gettext_noop("social care"), htcds="SocialCare"),
        NONE,
        *NON_ANSWERS,
    ),
    htcds_fields=("spl_Type",),
)
