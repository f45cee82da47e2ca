"""What becomes of FollowTheMoney's schemata and properties: tables, and the words by which facts come and go.

A property of a party that stands in none of these tables becomes a remark in words: "Birth date: 1988-01-07".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from graph.claims import is_iso_date
from graph.model import Label, Modality, Predicate
from loaders.ftm.model import schemata

# Schemata whose entities are parties, with label and kind.
PARTIES: Mapping[str, tuple[Label, str | None]] = {
    "Company": (Label.COMPANY, None),
    "Organization": (Label.ORGANISATION, None),
    "PublicBody": (Label.AGENCY, None),
    "LegalEntity": (Label.ORGANISATION, None),  # a firm or a person, the file does not know
    "Person": (Label.PERSON, None),
    "Vessel": (Label.ORGANISATION, "vessel"),
    "Airplane": (Label.ORGANISATION, "aircraft"),
    "Vehicle": (Label.ORGANISATION, "vehicle"),
    "Security": (Label.ORGANISATION, "security"),
    "CryptoWallet": (Label.ORGANISATION, "crypto wallet"),
    "BankAccount": (Label.ORGANISATION, "bank account"),
    "RealEstate": (Label.ORGANISATION, "real estate"),
    "Asset": (Label.ORGANISATION, "asset"),
    "Project": (Label.ORGANISATION, "project"),
    "Territory": (Label.ORGANISATION, "territory"),  # a country where its name is one's
    "Event": (Label.EVENT, None),
    "Trip": (Label.EVENT, None),
}
# A set named in a text, and a list, are no legal entities. An export of knockon's marks them in `keywords`.
MARKS: Mapping[tuple[str, str], Label] = {("Organization", "Group"): Label.GROUP, ("Document", "List"): Label.LIST}
KNOCKON = "knockon:"  # in a Sanction, as programId: before the id of the list, or of the agency where no list is named
SHARE = "Share: "  # in the summary of a link: the percentage for which its schema has no property
AMENDED_BY = "Amended by: "  # in the summary of a Sanction: before the id of an event
SOURCE = "knockon:sha256:"  # a keyword of each document that an export of knockon's rests on: before its id
KIND = "Kind: "  # a keyword of an export of knockon's: the kind of an organisation or group

# What says nothing of parties by itself, and why.
NOT_TAKEN: Mapping[str, str] = {
    "Call": "a record of a call",
    "CallForTenders": "a tender; its awards are taken",
    "CourtCase": "a court case",
    "CourtCaseParty": "a part in a court case",
    "Mention": "a name that a machine found in a document",
    "Message": "a message",
    "Note": "a note of a user's",
    "Similar": "a machine's guess that two are one; judge them yourself",
    "TaxRoll": "a tax record of a person",
    "UserAccount": "an account on a website",
    "Document": "a document is no party",
    "Page": "a page of a document",
}
# Taken where another entity names them: an address by its resident, a contract by its award, a post by its holder. A
# Documentation says that a document, which is itself refused as no party, is about one: the party says the rest.
NAMED_BY_OTHERS = frozenset({"Address", "Contract", "License", "Position", "Documentation"})

# Links of which both ends are parties: the ends, and what they say unless a rule of loaders.ftm.links knows better.
LINKS: Mapping[str, tuple[str, str, Predicate]] = {
    "Ownership": ("owner", "asset", Predicate.OWNS),
    "Control": ("controller", "controlled", Predicate.CONTROLS),
    "Directorship": ("director", "organization", Predicate.BOARD_MEMBER_OF),
    "Employment": ("employee", "employer", Predicate.EMPLOYED_BY),
    "Membership": ("member", "organization", Predicate.MEMBER_OF),
    "Family": ("person", "relative", Predicate.LINKED_TO),
    "Associate": ("person", "associate", Predicate.LINKED_TO),
    "Representation": ("agent", "client", Predicate.LINKED_TO),
    "Succession": ("predecessor", "successor", Predicate.LINKED_TO),
    "UnknownLink": ("subject", "object", Predicate.LINKED_TO),
    "Payment": ("payer", "beneficiary", Predicate.LINKED_TO),
    "Debt": ("debtor", "creditor", Predicate.LINKED_TO),
    "ProjectParticipant": ("participant", "project", Predicate.LINKED_TO),
    "ContractAward": ("supplier", "contract", Predicate.SUPPLIES),  # to the contract's authority
    "EconomicActivity": ("sender", "receiver", Predicate.LINKED_TO),  # a consignor may be a mere forwarder
}
# Links that parties carry themselves: property, and whether the named one stands first.
PARTY_LINKS: Mapping[str, tuple[Predicate, bool]] = {
    "parent": (Predicate.OWNS, True),
    "owner": (Predicate.OWNS, True),
    "operator": (Predicate.LINKED_TO, True),
    "holder": (Predicate.LINKED_TO, True),
    "issuer": (Predicate.LINKED_TO, True),
    "bank": (Predicate.LINKED_TO, False),
    "organizer": (Predicate.LINKED_TO, False),
    "involved": (Predicate.MEMBER_OF, True),
    "riskSource": (Predicate.LINKED_TO, False),
}

NAMES = ("name", "alias", "previousName")  # weakAlias and abbreviation are not to be matched by: they become remarks
SEATS = ("jurisdiction", "mainCountry", "nationality", "citizenship", "flag")
COUNTRY = "country"  # any tie to a country: taken for the seat only where none of these is given

# Identifiers that one party has and no other, by our scheme.
IDENTIFIERS: Mapping[str, str] = {
    "leiCode": "lei",
    "innCode": "ru-inn",
    "ogrnCode": "ru-ogrn",
    "okpoCode": "ru-okpo",
    "uscCode": "uscc",
    "swiftBic": "bic",
    "bic": "bic",
    "dunsCode": "duns",
    "uniqueEntityId": "uei",
    "cageCode": "cage",
    "npiCode": "npi",
    "permId": "permid",
    "bvdId": "bvd",
    "icijId": "icij",
    "sayariId": "sayari",
    "brightQueryId": "brightquery",
    "brightQueryOrgId": "brightquery-org",
    "opencorporatesUrl": "opencorporates",
    "wikidataId": "wikidata",
    "cikCode": "cik",
    "isin": "isin",
    "isinCode": "isin",
    "ticker": "ticker",
    "ricCode": "ric",
    "figiCode": "figi",
    "giiNumber": "giin",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "publicKey": "crypto",
    "iban": "iban",
}
# Numbers of which nothing says whose register they are of, or that a party has several of: kept with the country
# where there is one, and never a reason to take two parties for one, or for two (graph.bearers.SEVERAL).
NUMBERS: Mapping[str, str] = {
    "registrationNumber": "registration",
    "idNumber": "id-number",
    "taxNumber": "tax",
    "vatCode": "vat",
    "licenseNumber": "licence",
    "passportNumber": "passport",
}
IGNORED: Mapping[str, str] = {
    **dict.fromkeys(
        ("indexText", "alephUrl", "createdAt", "modifiedAt", "retrievedAt"), "bookkeeping of the publisher"
    ),
    **dict.fromkeys(
        ("firstName", "secondName", "middleName", "lastName", "fatherName", "motherName", "nameSuffix"),
        "a part of a name that is given whole",
    ),
    **dict.fromkeys(
        [
            "appearance",
            "eyeColor",
            "hairColor",
            "height",
            "weight",
            "ethnicity",
            "religion",
            "political",
            "education",
            "gender",
            "spokenLanguage",
            "socialSecurityNumber",
            "password",
            "privateKey",
            "ipAddress",
            "email",
            "phone",
        ],
        "private, and no matter of exposure",
    ),
    **dict.fromkeys(
        [
            "companiesMentioned",
            "detectedCountry",
            "detectedLanguage",
            "emailMentioned",
            "ibanMentioned",
            "ipMentioned",
            "locationMentioned",
            "namesMentioned",
            "peopleMentioned",
            "phoneMentioned",
        ],
        "what a machine found in a text",
    ),
    **dict.fromkeys(("proof", "keywords"), "the publisher's own; read where an export of knockon's speaks"),
    **dict.fromkeys(("project", "vehicle", "startLocation", "endLocation", "partOf", "ancestors"), "no tie of parties"),
}

# Facts for which FollowTheMoney has no property: said in words in a text property, and read back from it.
WORDED: Mapping[str, Predicate] = {
    "Named": Predicate.NAMED,
    "Address": Predicate.HAS_ADDRESS,
    "Identified by": Predicate.IDENTIFIED_BY,
    "In sector": Predicate.IN_SECTOR,
    "Announced on": Predicate.ANNOUNCED_ON,
    "Published on": Predicate.PUBLISHED_ON,
    "Effective on": Predicate.EFFECTIVE_ON,
    "Compliance by": Predicate.COMPLIANCE_BY,
    "Ended on": Predicate.ENDED_ON,
    "Cited as": Predicate.CITED_AS,
    "Licence requirement": Predicate.LICENCE_REQUIREMENT,
    "Licence policy": Predicate.LICENCE_POLICY,
    "Licence review": Predicate.LICENCE_REVIEW,
    "Covers": Predicate.COVERS,
    "Footnote": Predicate.FOOTNOTE,
    "Remark": Predicate.REMARK,  # before a remark that would be read as another of these
}
DATES = frozenset(
    {
        Predicate.ANNOUNCED_ON,
        Predicate.PUBLISHED_ON,
        Predicate.EFFECTIVE_ON,
        Predicate.COMPLIANCE_BY,
        Predicate.ENDED_ON,
    }
)


def worded(text: str) -> tuple[Predicate, str] | None:
    """The fact that a text says in the words above: "Cited as: 84 FR 54002"."""
    words, _, value = text.partition(": ")
    predicate = WORDED.get(words)
    if predicate is None or not value or (predicate in DATES and not is_iso_date(value)):
        return None
    return predicate, value


def needs_saying(remark: str) -> bool:
    """Whether a remark, written as it is, would be read as something else."""
    return worded(remark) is not None or remark in set(Modality) or remark.startswith((SHARE, AMENDED_BY, KNOCKON))


@cache
def words(name: str) -> str:
    """A property's name in words: "birthDate" is "Birth date"."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f" {found[1].lower()}", name).capitalize()


@cache
def called() -> Mapping[str, str]:
    """The property that each of these words means."""
    return {words(name): name for schema in schemata().values() for name in schema.properties}


NO_REMARKS = frozenset(
    {*NAMES, *SEATS, *IDENTIFIERS, *NUMBERS, *PARTY_LINKS, *IGNORED, COUNTRY, "address", "addressEntity", "location"}
)
# What a Sanction says of the entry beside dates and citations; in an export of knockon's some tell the evidence.
SANCTION_REMARKS = (
    *("status", "duration", "provisions", "reason", "summary", "description", "program", "programId", "programUrl"),
    *("unscId", "recordId", "sourceUrl", "publisher"),
)
SANCTION_EVIDENCE = frozenset({"description", "publisher", "sourceUrl", "program", "programId"})
AS_WRITTEN = frozenset({"notes", "summary", "description"})  # remarks as they are, without words in front


def property_of(remark: str, schema: str) -> tuple[str, str] | None:
    """The property and value of which the loader makes this remark, for an export."""
    said, _, value = remark.partition(": ")
    name = called().get(said)
    if name is None or not value or name in AS_WRITTEN:
        return None
    if schema == "Sanction":
        told = {*SANCTION_REMARKS, "authorityId"} - SANCTION_EVIDENCE - {"recordId"}
        return (name, value) if name in told else None
    return None if name in NO_REMARKS else (name, value)
