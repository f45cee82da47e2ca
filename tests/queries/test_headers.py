from __future__ import annotations

import re

import pytest

import queries
from graph.errors import QueryError
from queries import Column, Kind, Parameter
from queries.headers import read_question
from queries.reference import questions_page

TEXT = """\
// Question: Who knows
//   whom?
// Parameters:
//   hops (integer 1 to 4, default 3): at most this many
//   party (party, default ""): only
//     this one
//   edge (text): the edge's id
// Columns:
//   who: a name
// Reading: simple
// Note: One line
//   and another.
MATCH (a) RETURN a.name AS who
"""


def test_a_header_is_read() -> None:
    question = read_question("sample", TEXT)
    assert question.question == "Who knows whom?"
    assert question.parameters == (
        Parameter("hops", Kind.INTEGER, "at most this many", 3, 1, 4),
        Parameter("party", Kind.PARTY, "only this one", ""),
        Parameter("edge", Kind.TEXT, "the edge's id", None),
    )
    assert question.columns == (Column("who", "a name"),)
    assert (question.reading, question.note) == ("simple", "One line and another.")
    assert question.text == "MATCH (a) RETURN a.name AS who\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("// Question: Who knows\n//   whom?\n", ""), "sample.cypher: the header has no '// Question:'"),
        (("//   who: a name\n", ""), "sample.cypher: the header has no '// Columns:'"),
        (("(text)", "(float)"), "sample.cypher, line 7: write 'name (kind, default"),
        (("//   who: a name", "//   who is it"), "sample.cypher, line 9: write 'name: meaning'"),
        (("// Note: One line", "// note: One line"), "sample.cypher, line 11: '// note: One line' is no header line"),
        (
            ("// Reading: simple", "// Reading: aloud"),
            "sample.cypher: no reading 'aloud'; there are additions, channels, simple",
        ),
    ],
)
def test_a_broken_header_says_where(change: tuple[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        read_question("sample", TEXT.replace(*change))


@pytest.mark.parametrize("name", sorted(queries.catalogue()))
def test_header_and_text_agree(name: str) -> None:
    question = queries.catalogue()[name]
    returned = question.text.rpartition("RETURN ")[2].partition("ORDER BY")[0]
    if question.reading != "additions":  # which makes its own rows of those that the text returns
        assert re.findall(r" AS (\w+)", returned) == [column.name for column in question.columns]
    assert set(re.findall(r"\$(\w+)", question.text)) == {parameter.name for parameter in question.parameters}
    assert "ORDER BY" in question.text
    assert question.question.endswith((")", "?"))
    assert not re.search(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|CALL|LOAD)\b", question.text)


def test_every_question_is_in_the_reference() -> None:
    page = questions_page()
    for name, question in queries.catalogue().items():
        assert f"## {name}\n\n{question.question}\n" in page
        assert all(f"| `{c.name}` | {c.meaning} |" in page for c in question.columns)
        assert all(f"| `{p.name}` | " in page for p in question.parameters)


def test_there_are_enough_questions() -> None:
    asked = {"listed", "suppliers", "investors", "partners", "owners", "boards", "exposure-paths", "us-chipmakers"}
    assert asked | {"stopped", "contradictions", "evidence", "document"} <= set(queries.catalogue())
