"""How it was done: route, recruitment and means of control.

Source: HTCDS 2.0, ``vic_MethodOfRecruitment`` and ``vic_MethodsOfControl``; the route is the
division of the Dutch Slachtoffermonitor.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import NON_ANSWERS, NONE, Code, CodeList

_MONITOR = "National Rapporteur, Slachtoffermonitor mensenhandel"

ROUTE: Final = CodeList(
    "route",
    gettext_noop("Route"),
    (
        Code("domestic", gettext_noop("within the Netherlands"), local=True, source=_MONITOR),
        Code("cross_border", gettext_noop("across a border"), local=True, source=_MONITOR),
        *NON_ANSWERS,
    ),
    source=_MONITOR,
)

RECRUITMENT: Final = CodeList(
    "recruitment",
    gettext_noop("Recruitment"),
    (
        Code("business", gettext_noop("at a place of business"), htcds="AtAPlaceOfBusiness"),
        Code("school", gettext_noop("at a school"), htcds="AtAnEducationalInstitution"),
        Code("work", gettext_noop("at work"), htcds="AtWork"),
        Code(
            "social_networks",
            gettext_noop("through online social networks"),
            htcds="ThroughOnlineSocialNetworks",
        ),
        Code(
            "online_advertisement",
            gettext_noop("through an online advertisement"),
            htcds="ThroughAnOnlineAdvertisement",
        ),
        Code(
            "television",
            gettext_noop("through a television advertisement"),
            htcds="ThroughATelevisionAdvert",
        ),
        Code(
            "newspaper",
            gettext_noop("through a newspaper advertisement"),
            htcds="ThroughANewspaperAdvert",
        ),
        Code("family", gettext_noop("through family"), htcds="ThroughFamilyOrFamilyEvents"),
        Code("friends", gettext_noop("through friends"), htcds="ThroughFriendsOrSocialEvents"),
        Code("other", gettext_noop("in another way"), htcds="Other"),
        *NON_ANSWERS,
    ),
    htcds_fields=("vic_MethodOfRecruitment",),
)

MEANS_OF_CONTROL: Final = CodeList(
    "means of control",
    gettext_noop("Means of control"),
    (
        Code("physical_threats", gettext_noop("threats of violence"), htcds="PhysicalThreats"),
        Code(
            "law_enforcement_threats",
            gettext_noop("threats with the police"),
            htcds="ThreatsLawEnforcement",
        ),
        Code(
            "family_threats",
            gettext_noop("threats against children or family"),
            htcds="ThreatensChildrenFamily",
        ),
        Code("debt_bondage", gettext_noop("debt bondage"), htcds="DebtBondage"),
        Code("false_promises", gettext_noop("false promises"), htcds="FalsePromises"),
        Code("physical_abuse", gettext_noop("physical abuse"), htcds="PhysicalAbuse"),
        Code("sexual_abuse", gettext_noop("sexual abuse"), htcds="SexualAbuse"),
        Code("takes_earnings", gettext_noop("earnings are taken"), htcds="TakesEarnings"),
        Code(
            "restricts_money",
            gettext_noop("no access to own money"),
            htcds="RestrictsFinancialAccess",
        ),
        Code(
            "restricts_medical_care",
            gettext_noop("medical care is withheld"),
            htcds="RestrictsMedicalCare",
        ),
        Code(
            "withholds_necessities",
            gettext_noop("food, sleep or shelter is withheld"),
            htcds="WithholdsNecessities",
        ),
        Code(
            "psychological_abuse", gettext_noop("psychological abuse"), htcds="PsychologicalAbuse"
        ),
        Code("drugs", gettext_noop("drugs, drink or medicines"), htcds="PsychoactiveSubstance"),
        Code("long_hours", gettext_noop("excessive working hours"), htcds="ExcessiveWorkingHours"),
        Code(
            "withholds_documents",
            gettext_noop("documents are withheld"),
            htcds="WithholdsDocuments",
        ),
        Code(
            "restricted_movement",
            gettext_noop("freedom of movement is restricted"),
            local=True,
            source="HTCDS 2.0 Field Definitions, RestrictsMovement: defined, not in the picklist",
        ),
        Code("other", gettext_noop("another means"), htcds="Other"),
        NONE,
        *NON_ANSWERS,
    ),
    htcds_fields=("vic_MethodsOfControl",),
)
