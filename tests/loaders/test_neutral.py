"""The neutral form holds what it can, and leaves out what it cannot."""

from __future__ import annotations

from graph.claims import Claim, Document, Party, Source, party_key
from graph.model import Label, Modality, Predicate
from loaders.neutral import to_neutral

DIGEST = "ab" * 32
TEXT = "Quay Capital backs Brine, and some firms."


def _party(label: Label, name: str, kind: str | None = None) -> Party:
    return Party(key=party_key(DIGEST, label, name), label=label, name=name, kind=kind)


def _source() -> Source:
    quay = _party(Label.ORGANISATION, "Quay Capital", "fund")
    brine, some = _party(Label.COMPANY, "Brine"), _party(Label.GROUP, "some firms", "some")
    document = Document(id=DIGEST, name="017", format="text", text=TEXT, source="017")

    def say(predicate: Predicate, subject: Party, target: Party | None, quote: str, value: str | None = None) -> Claim:
        start = TEXT.index(quote)
        return Claim.checked(
            document=DIGEST,
            predicate=predicate,
            subject=subject.key,
            object=target.key if target else None,
            value=value,
            quote=quote,
            start=start,
            end=start + len(quote),
            modality=Modality.ASSERTED,
        )

    return Source(
        document=document,
        parties=(quay, brine, some),
        claims=(
            say(Predicate.INVESTED_IN, quay, brine, "Quay Capital backs Brine"),
            say(Predicate.INVESTED_IN, quay, some, "some firms"),
            say(Predicate.NAMED, quay, None, "Quay Capital", value="Quay"),
        ),
    )


def test_entities_with_their_types_and_aliases() -> None:
    assert to_neutral(_source())["entities"] == [
        {"name": "Brine", "type": "company", "aliases": []},
        {"name": "Quay Capital", "type": "investor", "aliases": ["Quay"]},
    ]


def test_relations_between_what_the_format_holds() -> None:
    found = to_neutral(_source())
    assert found["doc"] == "017"
    assert found["relations"] == [
        {
            "type": "INVESTED_IN",
            "from": "Quay Capital",
            "to": "Brine",
            "quote": "Quay Capital backs Brine",
            "modality": "asserted",
            "attributed_to": None,
        }
    ]
