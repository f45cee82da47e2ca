"""Identifiers as every loader writes them, so that one party of two files has one spelling: "lei:...", "gb-coh:..."."""

from __future__ import annotations

import re
from functools import lru_cache

# ISO 17442. The check digits are not asked for: some LEIs of the first years, still live, fail them.
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_UK_COMPANY = re.compile(r"([A-Z]{0,2})([0-9]+)")
# GLEIF's codes of registers that other files call by their org-id.guide scheme: Companies House in England and Wales,
# Northern Ireland, and Scotland, which number all companies in one series.
_REGISTERS = {"RA000585": "gb-coh", "RA000586": "gb-coh", "RA000587": "gb-coh"}
_NO_REGISTER = frozenset({"RA888888", "RA999999"})  # not in a register, or its register is not on GLEIF's list
# org-id.guide schemes of identifiers that knockon knows by another name.
_SCHEMES = {"XI-LEI": "lei", "LEI": "lei"}
_SCHEME = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9_]+)*")


def is_lei(text: str) -> bool:
    """Whether it has the form of a Legal Entity Identifier."""
    return _LEI.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def company_number(text: str) -> str:
    """A UK company number in its eight places: "1234567" is "01234567", "sc12345" is "SC012345"."""
    number = re.sub(r"\s", "", text).upper()
    found = _UK_COMPANY.fullmatch(number)
    return number if found is None else found[1] + found[2].zfill(8 - len(found[1]))


def register_identifier(authority: str, number: str) -> str | None:
    """What identifies a party in the register of a GLEIF registration authority code; None where it is in none."""
    if authority in _NO_REGISTER:
        return None
    scheme = _REGISTERS.get(authority)
    return f"reg-{authority}:{number}" if scheme is None else f"{scheme}:{company_number(number)}"


def scheme_identifier(scheme: str, number: str) -> str | None:
    """What identifies a party by an org-id.guide scheme ("GB-COH"); None where it is no scheme."""
    if _SCHEME.fullmatch(scheme) is None or not number:
        return None
    known = _SCHEMES.get(scheme.upper(), scheme.lower())
    return f"{known}:{company_number(number) if known == 'gb-coh' else number}"
