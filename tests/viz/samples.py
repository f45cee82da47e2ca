"""Pictures to draw in tests: real names, in sentences of our own, and graphs of any size."""

from __future__ import annotations

import random

from graph.contradictions import Contradiction
from graph.model import Grade, Label, Modality, Predicate
from viz.picture import Claim, Document, Edge, Entity, Listing, Picture, Standing

FIRMS = (
    "Dahua",
    "Hikvision",
    "iFLYTEK",
    "Megvii",
    "SenseTime",
    "Xiamen Meiya Pico",
    "Yitu",
    "Yixin",
)
BUREAUS = tuple(
    f"{place} Public Security Bureau"
    for place in (
        "Xinjiang Uyghur Autonomous Region",
        "Aksu",
        "Altay",
        "Bayingolin",
        "Boertala",
        "Changji",
        "Hami",
        "Hotan",
        "Kashgar",
        "Kelamayi",
        "Kizilsu",
        "Shihezi",
        "Tacheng",
        "Tumshuk",
        "Turpan",
        "Urumqi",
        "Wujiaqu",
        "Yili",
    )
)
NOTICE = Document(
    "d-notice",
    "2019-22210",
    "Addition of Certain Entities",
    "Federal Register",
    "2019-10-09",
    "https://example.org/notice",
    None,
    official=True,
    source="federal register",
)
BRIEF = Document(
    "d-brief",
    "october",
    "Chipmakers after the listing",
    "knockon brief",
    "2019-10-10",
    None,
    "The Daily Example",
    source="the daily example",
)
NEWS = Document("d-news", "supply", "Orders stop", "Example Wire", "2020-05-18", None, None, source="example wire")


def slug(label: Label, name: str) -> str:
    return f"{label.value.lower()}:{name.lower().replace(' ', '-')}"


class Sketch:
    """Collects entities, claims and edges, each edge with one claim unless told otherwise."""

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}
        self.edges: list[Edge] = []
        self.claims: list[Claim] = []

    def party(self, name: str, label: Label = Label.COMPANY, **fields: object) -> str:
        entity_id = slug(label, name)
        self.entities.setdefault(entity_id, Entity(entity_id, label, name, **fields))  # type: ignore[arg-type]
        return entity_id

    def say(
        self,
        subject: str,
        predicate: Predicate,
        target: str,
        quote: str,
        document: Document = BRIEF,
        **fields: object,
    ) -> str:
        """An edge with one claim; fields are the claim's, and `stopped` and `contested` are the edge's."""
        stopped, contested = (bool(fields.pop(k, False)) for k in ("stopped", "contested"))
        number = f"c{len(self.claims):04d}"
        held = {"grade": Grade.OFFICIAL if document.official else Grade.STATED, "place": "characters 10 to 90"} | fields
        claim = Claim(number, document.id, predicate, subject, target, quote=quote, **held)  # type: ignore[arg-type]
        self.claims.append(claim)
        self.edges.append(
            Edge(
                f"e{len(self.edges):04d}",
                predicate,
                subject,
                target,
                (number,),
                claim.grade,
                claim.modality,
                valid_from=claim.valid_from,
                valid_to=claim.valid_to,
                stopped=stopped,
                contested=contested,
            )
        )
        return number

    def value(self, subject: str, predicate: Predicate, value: str, quote: str, document: Document = BRIEF) -> str:
        number = f"c{len(self.claims):04d}"
        self.claims.append(Claim(number, document.id, predicate, subject, None, value, quote, "characters 5 to 60"))
        return number

    def picture(self, title: str, contradictions: tuple[Contradiction, ...] = ()) -> Picture:
        return Picture(
            title=title,
            entities=tuple(self.entities[i] for i in sorted(self.entities)),
            edges=tuple(self.edges),
            claims=tuple(self.claims),
            documents=(BRIEF, NEWS, NOTICE),
            contradictions=contradictions,
            entities_in_all=len(self.entities),
            edges_in_all=len(self.edges),
        )


def october() -> Picture:
    """The action of October 2019 and what hangs on it, some 60 parties."""
    sketch = Sketch()
    agency = sketch.party("Bureau of Industry and Security", Label.AGENCY, names=("BIS",))
    commerce = sketch.party("US Department of Commerce", Label.AGENCY)
    entity_list = sketch.party("Entity List", Label.LIST)
    action = sketch.party(
        "Entity List action of October 2019",
        Label.EVENT,
        kind="listing action",
        citations=("84 FR 54002",),
        dates=(("announced", "2019-10-07"), ("effective", "2019-10-09")),
    )
    china = sketch.party("China", Label.COUNTRY)
    usa = sketch.party("United States", Label.COUNTRY)
    sketch.say(entity_list, Predicate.ADMINISTERED_BY, agency, "BIS keeps the Entity List.", NOTICE)
    sketch.say(agency, Predicate.MEMBER_OF, commerce, "The Bureau is part of the Department.", NOTICE)
    for name in (*FIRMS, *BUREAUS):
        label = Label.COMPANY if name in FIRMS else Label.AGENCY
        listing = Listing(
            f"listing:{name}",
            entity_list,
            action,
            (("effective", "2019-10-09"),),
            ("84 FR 54002",),
            "all items subject to the EAR",
            "presumption of denial",
            (),
            (),
        )
        party = sketch.party(name, label, standing=Standing.LISTED, listings=(listing,), countries=("CN",))
        sketch.say(
            party, Predicate.LISTED_BY, entity_list, name, NOTICE, valid_from="2019-10-09", place="row 3, column name"
        )
        sketch.say(party, Predicate.LOCATED_IN, china, "China", NOTICE)
        sketch.say(party, Predicate.MEMBER_OF, action, name, NOTICE)
    some = sketch.party("some of the listed firms", Label.GROUP, kind="some")
    for name in ("Qualcomm", "Nvidia"):
        maker = sketch.party(name, countries=("US",), sectors=("semiconductors",), names=(name, f"{name} Inc."))
        both = "Qualcomm and Nvidia, from the US, sell chips that part of the listed firms build on; they may feel it."
        sketch.say(maker, Predicate.SUPPLIES, some, both, attributed_to="an analyst")
        sketch.say(maker, Predicate.AFFECTED_BY, action, both, modality=Modality.POSSIBLE)
        sketch.say(maker, Predicate.LOCATED_IN, usa, both)
    for name in ("Hikvision", "Dahua", "Megvii", "SenseTime"):
        sketch.say(slug(Label.COMPANY, name), Predicate.MEMBER_OF, some, "The set is drawn from these.")
    fund = sketch.party("Bohai Harvest", Label.ORGANISATION, kind="fund")
    person = sketch.party("Hunter Biden", Label.PERSON)
    stake = "The fund is reported to have taken a stake in Megvii in 2017."
    sketch.say(
        fund, Predicate.INVESTED_IN, slug(Label.COMPANY, "Megvii"), stake, modality=Modality.REPORTED, valid_from="2017"
    )
    sketch.say(person, Predicate.BOARD_MEMBER_OF, fund, "He had a seat on the fund's board.")
    alibaba = sketch.party("Alibaba")
    for name in ("Megvii", "SenseTime"):
        parent = f"Alibaba is called the parent of {name}."
        sketch.say(alibaba, Predicate.OWNS, slug(Label.COMPANY, name), parent, contested=True)
        sketch.say(alibaba, Predicate.INVESTED_IN, slug(Label.COMPANY, name), f"Alibaba put money into {name}.", NEWS)
    tsmc, huawei = (
        sketch.party("TSMC", names=("TSMC", "台積電", "Taiwan Semiconductor")),
        sketch.party("Huawei", standing=Standing.LISTED),
    )
    sketch.say(huawei, Predicate.LISTED_BY, entity_list, "Huawei Technologies", NOTICE, valid_from="2019-05-16")
    sketch.say(tsmc, Predicate.SUPPLIES, huawei, "TSMC had been Huawei's largest maker of chips.", NEWS, stopped=True)
    sketch.say(
        tsmc, Predicate.STOPPED_SUPPLYING, huawei, "TSMC takes no more orders from Huawei.", NEWS, valid_from="2020-05"
    )
    speakers = {
        "Wilbur Ross": commerce,
        "Geng Shuang": sketch.party("China Foreign Ministry", Label.AGENCY),
        "Xiang Ligang": sketch.party("Information Consumption Alliance", Label.ORGANISATION),
    }
    for name, body in speakers.items():
        speaker = sketch.party(name, Label.PERSON)
        sketch.say(speaker, Predicate.EMPLOYED_BY, body, f"{name} speaks for it.")
        sketch.say(action, Predicate.STATEMENT_BY, speaker, f"{name} commented on the listing.")
    firms = sketch.value(action, Predicate.ADDED_COUNT, "companies", "The government listed 28 firms.", NEWS)
    mixed = sketch.value(action, Predicate.ADDED_COUNT, "companies", "Twenty bureaus and eight companies were listed.")
    quarrel = Contradiction(
        firms, mixed, "count", action, "One source counts 28 companies in the action, the other eight."
    )
    return sketch.picture("The October 2019 action and who is tied to it", (quarrel,))


def grown(count: int) -> Picture:
    """A graph of `count` firms, some much better connected than others; the same each time."""
    chance, sketch = random.Random(count), Sketch()  # noqa: S311 a sample, no secret
    firms = [sketch.party(f"Firm {number}") for number in range(count)]
    for number in range(1, count):
        for _ in range(1 + number % 2):
            other = firms[int(number * chance.random() ** 2)]
            modality = Modality.POSSIBLE if chance.random() < 0.2 else Modality.ASSERTED
            sketch.say(firms[number], Predicate.SUPPLIES, other, f"Firm {number} sells parts.", modality=modality)
    return sketch.picture(f"{count} firms")
