"""The sector in which someone was exploited.

Source: HTCDS 2.0, ``vic_ForcedLabourIndustry`` (the sections A to U of ISIC revision 4) and
``vic_TypeOfSexExploitation`` for exploitation inside the sex industry.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import NON_ANSWERS, Code, CodeList

_INDUSTRIES = (
    ("A_AgricultureForestryAndFishing", gettext_noop("agriculture, forestry and fishing")),
    ("B_MiningAndQuarrying", gettext_noop("mining and quarrying")),
    ("C_Manufacturing", gettext_noop("manufacturing")),
    ("D_ElectricityGasSteamAndAirConditioningSupply", gettext_noop("electricity and gas supply")),
    ("E_WaterSupplySewerageWasteManagement", gettext_noop("water supply, sewerage and waste")),
    ("F_Construction", gettext_noop("construction")),
    ("G_WholesaleAndRetailTradeRepairOfMotorVehicles", gettext_noop("trade and car repair")),
    ("H_TransportationAndStorage", gettext_noop("transport and storage")),
    ("I_AccommodationAndFoodServiceActivities", gettext_noop("hotels and restaurants")),
    ("J_InformationAndCommunication", gettext_noop("information and communication")),
    ("K_FinancialAndInsuranceActivities", gettext_noop("finance and insurance")),
    ("L_RealEstateActivities", gettext_noop("real estate")),
    ("M_ProfessionalScientificAndTechnicalActivities", gettext_noop("professional services")),
    ("N_AdministrativeAndSupportServiceActivities", gettext_noop("cleaning and other support")),
    ("O_PublicAdministrationAndDefence", gettext_noop("public administration and defence")),
    ("P_Education", gettext_noop("education")),
    ("Q_HumanHealthAndSocialWorkActivities", gettext_noop("health and social work")),
    ("R_ArtsEntertainmentAndRecreation", gettext_noop("arts, entertainment and recreation")),
    ("S_OtherServiceActivities", gettext_noop("other services")),
    ("T_ActivitiesOfHouseholdsAsEmployers", gettext_noop("work in households")),
    ("U_ActivitiesOfExtraterritorialOrganizations", gettext_noop("international organisations")),
)

_SEX_INDUSTRY = (
    Code("prostitution", gettext_noop("prostitution"), htcds="Prostitution"),
    Code("pornography", gettext_noop("pornography"), htcds="Pornography"),
    Code(
        "remote_interactive",
        gettext_noop("webcam and other services at a distance"),
        htcds="RemoteInteractiveServices",
    ),
    Code("private_sexual", gettext_noop("private sexual services"), htcds="PrivateSexualServices"),
)

SECTOR: Final = CodeList(
    "sector",
    gettext_noop("Sector"),
    (
        *(Code(htcds[0], label, htcds=htcds) for htcds, label in _INDUSTRIES),
        *_SEX_INDUSTRY,
        *NON_ANSWERS,
    ),
    htcds_fields=("vic_ForcedLabourIndustry", "vic_TypeOfSexExploitation"),
)
"""An industry's stored value is its ISIC letter."""
