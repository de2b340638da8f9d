"""Turns the nationality labels of the Home Office into country codes.

The labels are the English nationality names of the British government, several joined by one
blank ("Central African Nigerian"). They are cut by taking the longest name that fits, from left
to right; a test holds that this is right for every pair of names in the table. Case is ignored,
because the source itself writes "UKrainian" and "Congolese (Drc)".
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from registry.codes.base import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

# "Dominican" is Dominica; "Central African" is the republic; "Congolese" alone is not listed,
# because it may be either country; "American Samoan" is not, because it reads as two names.
_TABLE: Final = """
AD Andorran; AE Emirati; AF Afghan; AG Citizen of Antigua and Barbuda; AI Anguillan; AL Albanian;
AM Armenian; AO Angolan; AR Argentine; AT Austrian; AU Australian; AW Aruban; AZ Azerbaijani;
BA Citizen of Bosnia and Herzegovina; BB Barbadian; BD Bangladeshi; BE Belgian; BF Burkinan;
BG Bulgarian; BH Bahraini; BI Burundian; BJ Beninese; BM Bermudian; BN Bruneian; BO Bolivian;
BR Brazilian; BS Bahamian; BT Bhutanese; BW Botswanan; BY Belarusian; BZ Belizean; CA Canadian;
CD Congolese (DRC); CF Central African; CG Congolese (Congo); CH Swiss; CI Ivorian;
CK Cook Islander; CL Chilean; CM Cameroonian; CN Chinese; CO Colombian; CR Costa Rican; CU Cuban;
CV Cape Verdean; CW Curacaoan; CY Cypriot; CZ Czech; DE German; DJ Djiboutian; DK Danish;
DM Dominican; DO Citizen of the Dominican Republic; DZ Algerian; EC Ecuadorean; EE Estonian;
EG Egyptian; ER Eritrean; ES Spanish; ET Ethiopian; FI Finnish; FJ Fijian; FK Falkland Islander;
FM Micronesian; FO Faroese; FR French; GA Gabonese; GB UK; GB British; GB English; GB Scottish;
GB Welsh; GB Northern Irish; GD Grenadian; GE Georgian; GH Ghanaian; GI Gibraltarian;
GL Greenlandic; GM Gambian; GN Guinean; GQ Equatorial Guinean; GR Greek; GT Guatemalan;
GU Guamanian; GW Citizen of Guinea-Bissau; GY Guyanese; HK Hong Konger; HN Honduran; HR Croatian;
HT Haitian; HU Hungarian; ID Indonesian; IE Irish; IL Israeli; IM Manx; IN Indian; IQ Iraqi;
IR Iranian; IS Icelandic; IT Italian; JM Jamaican; JO Jordanian; JP Japanese; KE Kenyan;
KG Kyrgyz; KH Cambodian; KI Citizen of Kiribati; KM Comoran; KN Kittitian; KP North Korean;
KR South Korean; KW Kuwaiti; KY Cayman Islander; KZ Kazakh; LA Lao; LB Lebanese; LC St Lucian;
LI Liechtenstein citizen; LK Sri Lankan; LR Liberian; LS Mosotho; LT Lithuanian; LU Luxembourger;
LV Latvian; LY Libyan; MA Moroccan; MC Monegasque; MD Moldovan; ME Montenegrin; MG Malagasy;
MH Marshallese; MK Macedonian; ML Malian; MM Burmese; MN Mongolian; MO Macanese; MQ Martiniquais;
MR Mauritanian; MS Montserratian; MT Maltese; MU Mauritian; MV Maldivian; MW Malawian; MX Mexican;
MY Malaysian; MZ Mozambican; NA Namibian; NE Nigerien; NG Nigerian; NI Nicaraguan; NL Dutch;
NO Norwegian; NP Nepalese; NR Nauruan; NU Niuean; NZ New Zealander; OM Omani; PA Panamanian;
PE Peruvian; PG Papua New Guinean; PH Filipino; PK Pakistani; PL Polish; PN Pitcairn Islander;
PR Puerto Rican; PS Palestinian; PT Portuguese; PW Palauan; PY Paraguayan; QA Qatari; RO Romanian;
RS Serbian; RU Russian; RW Rwandan; SA Saudi Arabian; SB Solomon Islander;
SC Citizen of Seychelles; SD Sudanese; SE Swedish; SG Singaporean; SH St Helenian; SH Tristanian;
SI Slovenian; SK Slovak; SL Sierra Leonean; SM Sammarinese; SN Senegalese; SO Somali;
SR Surinamese; SS South Sudanese; ST Sao Tomean; SV Salvadorean; SY Syrian; SZ Swazi;
TC Turks and Caicos Islander; TD Chadian; TG Togolese; TH Thai; TJ Tajik; TL East Timorese;
TM Turkmen; TN Tunisian; TO Tongan; TR Turkish; TT Trinidadian; TV Tuvaluan; TW Taiwanese;
TZ Tanzanian; UA Ukrainian; UG Ugandan; US American; UY Uruguayan; UZ Uzbek; VA Vatican citizen;
VC Vincentian; VE Venezuelan; VG British Virgin Islander; VN Vietnamese; VU Citizen of Vanuatu;
WF Wallisian; WS Samoan; XK Kosovan; YE Yemeni; ZA South African; ZM Zambian; ZW Zimbabwean
"""

_UNKNOWN_NAMES: Final = ("unknown", "not known")

Gap = Literal["", "unknown in the source", "partly unknown in the source", "not in the table"]


@dataclass(frozen=True)
class Citizenship:
    """What a label means.

    Args:
        codes: country codes in the order of the label, or ``("unknown",)``.
        gap: what could not be taken over; empty when all of it was.
    """

    codes: tuple[str, ...]
    gap: Gap = ""


def _entries() -> dict[str, str]:
    entries = (entry.split(maxsplit=1) for entry in _TABLE.split(";"))
    return {" ".join(name.casefold().split()): code for code, name in entries}


CODE_OF_NAME: Final[Mapping[str, str]] = MappingProxyType(_entries())
"""Country code by nationality name, in lower case."""

_CODES: Final = {**CODE_OF_NAME, **dict.fromkeys(_UNKNOWN_NAMES, UNKNOWN.value)}
_LONGEST: Final = max(len(name.split()) for name in _CODES)


def citizenship_of(label: str) -> Citizenship:
    """Return what ``label`` means.

    Of a label that is partly unknown the known part is kept: a second citizenship that nobody
    could establish takes nothing from the first. A label with a word that is not in the table
    is unknown as a whole, because where one name ends and the next begins is then a guess.
    """
    codes = _cut(label)
    if codes is None:
        return Citizenship((UNKNOWN.value,), "not in the table")
    known = tuple(dict.fromkeys(code for code in codes if code != UNKNOWN.value))
    if not known:
        return Citizenship((UNKNOWN.value,), "unknown in the source")
    return Citizenship(known, "partly unknown in the source" if UNKNOWN.value in codes else "")


def _cut(label: str) -> list[str] | None:
    """Return the code of each name in ``label``, or None when a part of it is no name."""
    words = label.casefold().split()
    codes: list[str] = []
    while words:
        for length in range(min(_LONGEST, len(words)), 0, -1):
            code = _CODES.get(" ".join(words[:length]))
            if code is not None:
                codes.append(code)
                del words[:length]
                break
        else:
            return None
    return codes or None
