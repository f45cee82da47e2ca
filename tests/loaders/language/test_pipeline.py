from __future__ import annotations

from graph.claims import Dropped
from loaders.language.pipeline import CHUNK, body, chunks, parse
from loaders.plain_text import document


def test_offsets_of_tokens_point_into_the_text_past_dropped_stretches() -> None:
    text = "FB pixel\n\nVelmora sued Brenta.\n\nBrenta won the case.\n\nImage: Somebody/Getty Images\n\nVelmora paid."
    made = document("note.txt", text.encode())
    assert {(d.reason, text[d.start : d.end]) for d in made.dropped} == {
        ("pixel", "FB pixel"),
        ("caption", "Image: Somebody/Getty Images"),
    }
    doc = parse(made)
    assert len(doc.text) == len(text)
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc if not t.is_space)
    assert "Getty" not in {t.text for t in doc}


def test_no_sentence_crosses_a_paragraph_nor_ends_inside_a_legal_form() -> None:
    doc = parse(document("note.txt", b"Velmora without a stop\n\nBrenta Chips PTE. LTD. in Chile won.\n\nThe end"))
    assert [s.text.strip() for s in doc.sents] == [
        "Velmora without a stop",
        "Brenta Chips PTE. LTD. in Chile won.",
        "The end",
    ]


def test_long_texts_are_parsed_in_pieces_that_lose_nothing() -> None:
    text = "".join(f"Velmora sold item {i} to Brenta.\n\n" for i in range(2_000))
    pieces = list(chunks(text))
    assert "".join(pieces) == text
    assert len(pieces) > 2
    assert max(map(len, pieces)) <= CHUNK
    assert {piece[-2:] for piece in pieces} == {"\n\n"}
    assert "".join(chunks("x" * (CHUNK * 2 + 5))) == "x" * (CHUNK * 2 + 5)


def test_chunks_join_to_one_parse_with_offsets() -> None:
    text = "".join(f"Velmora sold item {i} to Brenta Ltd.\n\n" for i in range(800))
    doc = parse(document("note.txt", text.encode()))
    assert doc.text == text
    assert doc[-2].idx > CHUNK
    assert all(text.startswith(t.text, t.idx) for t in doc)


def test_blanking_keeps_length_and_line_breaks() -> None:
    made = document("note.txt", b"Velmora sued\nBrenta.").model_copy(
        update={"dropped": (Dropped(start=8, end=15, reason="x"),)}
    )
    assert body(made) == "Velmora     \n  enta."
