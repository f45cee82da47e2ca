"""Who speaks about what: one STATEMENT_BY for each topic and speaker."""

from __future__ import annotations

from graph.model import Label, Modality, Predicate
from loaders.language import modality
from loaders.language.attribution import SPEAKERS, Attribution, Speech
from loaders.language.finding import Finding
from loaders.language.references import ONE_ANTECEDENT
from loaders.language.scene import Scene

_TOPICS = (Label.LIST, Label.COMPANY, Label.PERSON, Label.ORGANISATION, Label.AGENCY, Label.COUNTRY)


def read(scene: Scene, speech: Attribution, found: list[Finding]) -> list[Finding]:
    made: dict[tuple[str, str], Finding] = {}
    main = _main_topic(scene, found)
    for said in speech.speeches:
        if said.reference is None or said.reference.rule == ONE_ANTECEDENT:
            continue
        if modality.of_clause(said.trigger) in (Modality.POSSIBLE, Modality.NEGATED):
            continue  # "could announce": nothing was said
        speaker = said.reference.party
        topic = _topic(scene, said, speaker, main)
        if topic is None or scene.label(speaker) not in SPEAKERS:
            continue
        outer = _outer(speech, said)
        finding = Finding(
            Predicate.STATEMENT_BY,
            topic,
            speaker,
            said.trigger,
            (said.trigger, said.reference.token),
            Modality.REPORTED if outer else Modality.ASSERTED,
            speaker=(outer.reference.party if outer.reference else outer.name) if outer else None,
            rule=said.reference.rule,
        )
        made.setdefault((topic, speaker), finding)
    return list(made.values())


def _outer(speech: Attribution, said: Speech) -> Speech | None:
    """Who reports that this was said."""
    outer = speech.of(said.trigger)
    if outer is None or outer.trigger.i == said.trigger.i or outer.speaker.i == said.speaker.i:
        return None
    return outer


def _main_topic(scene: Scene, found: list[Finding]) -> str | None:
    """What the document is about: the list it speaks of, else the party it names most."""
    lists = [m.party for m in scene.of_label(Label.LIST)]
    if lists and any(f.predicate is Predicate.LISTED_BY for f in found):
        return max(sorted(set(lists)), key=lists.count)
    named = [m.party for m in scene.of_label(Label.COMPANY, Label.PERSON, Label.ORGANISATION)]
    return max(sorted(set(named)), key=named.count) if named else None


def _topic(scene: Scene, said: Speech, speaker: str, main: str | None) -> str | None:
    """The main topic if the statement's sentence or the text at large has it, else a party that it names."""
    if main is not None and main != speaker:
        return main
    keys = [scene.party(t) for t in said.trigger.sent]
    named = [k for k in keys if k and k != speaker and scene.label(k) in _TOPICS]
    if named:
        return named[0]
    others = [m.party for m in scene.mentions if m.party != speaker and scene.label(m.party) in _TOPICS]
    return max(sorted(set(others)), key=others.count) if others else None
