"""Seeded files of records, as large as wanted: the screening list, GLEIF's levels 1 and 2, FollowTheMoney entities.

The firms are invented; the layouts are the publishers'. One record in ten has a parent or an owner among the others.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.made import names
from loaders.screening_list import COLUMNS

_CITIES = (("Shenzhen", "CN"), ("Rotterdam", "NL"), ("Osaka", "JP"), ("Busan", "KR"), ("Bremen", "DE"), ("Leeds", "GB"))
_LISTS = (
    "Entity List (EL) - Bureau of Industry and Security",
    "Specially Designated Nationals (SDN) - Treasury Department",
    "Denied Persons List (DPL) - Bureau of Industry and Security",
)
_CDF = "http://www.gleif.org/data/schema"
_DAY = "2023-06-05T08:00:00.000Z"
_LINKED = 10  # one record of so many has a parent


def screening_list(path: Path, records: int, *, seed: int = 1) -> None:
    """Rows of three of its lists, each with an alias and an address."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["_id", *COLUMNS], restval="", lineterminator="\n")
        writer.writeheader()
        for number, name in enumerate(names(records)):
            writer.writerow(_listed(number, name, chance))


def _listed(number: int, name: str, chance: random.Random) -> dict[str, str]:
    city, country = chance.choice(_CITIES)
    source = chance.choice(_LISTS)
    row = {
        "_id": f"{number:040x}",
        "source": source,
        "name": name,
        "addresses": f"{number} Harbour Road, {city}, {country}",
        "alt_names": f"{name} Company Limited; and {name} Trading",
        "start_date": f"20{chance.randint(10, 19)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        "source_list_url": "http://bit.ly/1Qi5heF",
    }
    if "Entity List" in source:
        row |= {"license_requirement": "For all items subject to the EAR", "license_policy": "Presumption of denial"}
    elif "SDN" in source:
        row |= {"entity_number": str(number + 1), "type": "Entity", "programs": "SDGT", "ids": ""}
    return row


def gleif(path: Path, records: int, *, seed: int = 1) -> None:
    """Level 1 in the file at `path`, level 2 beside it with "-rr" in its name."""
    chance = random.Random(seed)
    firms = (_entity(number, name, chance) for number, name in enumerate(names(records)))
    _elements(path, "LEIData", "leidata", ("LEIHeader", "LEIRecords"), firms)
    links = (_relation(lei(n), lei((n * 7 + 1) % records)) for n in range(0, records, _LINKED))
    _elements(level_2(path), "RelationshipData", "rr", ("Header", "RelationshipRecords"), links)


def level_2(path: Path) -> Path:
    return path.with_name(f"{path.stem}-rr{path.suffix}")


def lei(number: int) -> str:
    """Eighteen characters and the two check digits of ISO 17442."""
    body = f"9999{number:014d}"
    return f"{body}{98 - int(body) * 100 % 97:02d}"


def _elements(path: Path, root: str, schema: str, parts: tuple[str, str], records: Iterable[str]) -> None:
    head, listed = parts
    with path.open("w", encoding="utf-8") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{_CDF}/{schema}/2016">')
        file.write(f"<{head}><ContentDate>{_DAY}</ContentDate></{head}><{listed}>\n")
        file.writelines(records)
        file.write(f"</{listed}></{root}>\n")


def _entity(number: int, name: str, chance: random.Random) -> str:
    city, country = chance.choice(_CITIES)
    where = f"<FirstAddressLine>{number} Harbour Road</FirstAddressLine><City>{city}</City><Country>{country}</Country>"
    return (
        f"<LEIRecord><LEI>{lei(number)}</LEI><Entity><LegalName>{name} Limited</LegalName>"
        f"<LegalAddress>{where}</LegalAddress><HeadquartersAddress>{where}</HeadquartersAddress>"
        f"<LegalJurisdiction>{country}</LegalJurisdiction><EntityCategory>GENERAL</EntityCategory>"
        "<EntityStatus>ACTIVE</EntityStatus></Entity><Registration>"
        f"<InitialRegistrationDate>{_DAY}</InitialRegistrationDate><LastUpdateDate>{_DAY}</LastUpdateDate>"
        f"<RegistrationStatus>ISSUED</RegistrationStatus><NextRenewalDate>{_DAY}</NextRenewalDate>"
        f"<ManagingLOU>{lei(0)}</ManagingLOU><ValidationSources>FULLY_CORROBORATED</ValidationSources>"
        "</Registration></LEIRecord>\n"
    )


def _relation(child: str, parent: str) -> str:
    def node(kind: str, code: str) -> str:
        return f"<{kind}Node><NodeID>{code}</NodeID><NodeIDType>LEI</NodeIDType></{kind}Node>"

    return (
        f"<RelationshipRecord><Relationship>{node('Start', child)}{node('End', parent)}"
        "<RelationshipType>IS_DIRECTLY_CONSOLIDATED_BY</RelationshipType>"
        "<RelationshipStatus>ACTIVE</RelationshipStatus></Relationship><Registration>"
        f"<InitialRegistrationDate>{_DAY}</InitialRegistrationDate><LastUpdateDate>{_DAY}</LastUpdateDate>"
        f"<RegistrationStatus>PUBLISHED</RegistrationStatus><NextRenewalDate>{_DAY}</NextRenewalDate>"
        f"<ManagingLOU>{lei(0)}</ManagingLOU><ValidationSources>FULLY_CORROBORATED</ValidationSources>"
        "</Registration></RelationshipRecord>\n"
    )


def follow_the_money(path: Path, records: int, *, seed: int = 1) -> None:
    """Companies, and an Ownership for one in ten of them."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for number, name in enumerate(names(records)):
            for entity in _entities(number, name, records, chance):
                file.write(json.dumps(entity) + "\n")


def _entities(number: int, name: str, records: int, chance: random.Random) -> Iterator[dict[str, object]]:
    city, country = chance.choice(_CITIES)
    properties = {
        "name": [f"{name} Limited"],
        "alias": [f"{name} Trading"],
        "country": [country.lower()],
        "address": [f"{number} Harbour Road, {city}"],
        "registrationNumber": [f"{number:09}"],
    }
    yield {"id": f"firm-{number}", "schema": "Company", "properties": properties}
    if number % _LINKED == 0:
        ends = {"owner": [f"firm-{(number * 7 + 1) % records}"], "asset": [f"firm-{number}"], "percentage": ["51"]}
        yield {"id": f"owns-{number}", "schema": "Ownership", "properties": ends}


KINDS: Mapping[str, tuple[str, Callable[[Path, int], None]]] = {
    "screening list": ("consolidated.csv", screening_list),
    "GLEIF": ("lei.xml", gleif),
    "FollowTheMoney": ("entities.ftm.json", follow_the_money),
}


def grow(kind: str, folder: Path, records: int) -> list[Path]:
    """The files of a kind, in a new folder."""
    name, write = KINDS[kind]
    folder.mkdir()
    write(folder / name, records)
    return sorted(folder.iterdir())
