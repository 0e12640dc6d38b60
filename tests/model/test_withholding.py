"""A name that may not be told is found however somebody spelt it; other words stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervisit.model.attribution import Attributor
from peervisit.model.people import Member, Stakeholder
from peervisit.model.withholding import withholder
from tests.builders import a_review, heard


def withheld(name: str, text: str, contact: str | None = None) -> str:
    """Return a text as the host's edition tells it, when one person may not be named."""
    person = Stakeholder(code="AR-I1", name=name, contact=contact, group="civil-society")
    return withholder(Attributor(a_review(person), "host"), "[…]")(text)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Siobhán O'Brien", "Siobhán O’Brien"),
        ("Siobhán O’Brien", "Siobhan O'Brien"),
        ("Siobhán O’Brien", "S. O'Brien"),
        ("Zofia Wiśniewska", "Zofia Wisniewska"),
        ("Łukasz Groß", "Lukasz Gross"),
        ("Jürgen Groß", "JÜRGEN GROSS"),
        ("Jürgen Groß", "Juergen Gross"),
        ("Ayşe İnan", "Ayşe inan"),
        ("Anne-Sophie Lefèvre", "Anne Sophie Lefèvre"),
        ("Anne-Sophie Lefèvre", "Anne\u2011Sophie\u202fLefevre"),
        ("Marie Curie-Joliot", "Marie Curie"),
        ("Marie Skłodowska Curie", "Marie Curie"),
        ("Curie, Marie", "Marie Curie"),
        ("Mme Marie Curie", "Marie Curie"),
        ("Marie Curie (deputy)", "Marie Curie"),
        ("Marie Curie", "Madame Curie"),
        ("Marie Curie", "Frau Dr. Curie"),
        ("Marie Curie", "CURIE, Marie"),
        ("Marie Curie", "marie_curie"),
        ("Marie Curie", "Marie Cu\u00adrie"),
        ("Marie Curie", "Marie\u200bCurie"),
        ("فاطمة بن علي", "فَاطِمَة بن علي"),
        ("李 小龙", "李小龙"),
        ("Björk", "Bjork"),
        ("Li", "Mr Li"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(name: str, typed: str) -> None:
    """Accents, apostrophes, hyphens, order, titles and initials make no difference."""
    assert "Then […] said so." == withheld(name, f"Then {typed} said so.")


@pytest.mark.parametrize(
    ("contact", "typed"),
    [
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0612345678", "06 12 34 56 78"),
        ("+33 6 12 34 56 78", "06.12.34.56.78"),
        ("mc@ville.example, 06 12 34 56 78", "MC@ville.example"),
        ("by mail: mc@ville.example", "mc@ville.example"),
    ],
)
def test_a_contact_is_found_however_it_is_spelt(contact: str, typed: str) -> None:
    """Numbers with other spaces, from home and abroad, and each of several contacts."""
    assert "Ask […] first." == withheld("Marie Curie", f"Ask {typed} first.", contact)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Anna Berg", "The berg waits for Anna's house."),
        ("Li Na", "Lina and the line at the counter."),
        ("Jean-Pierre Petit", "Jean-Pierre Martin leads a petit comité."),
        ("M. Rose", "The rose and the clinic opened in 2024."),
        ("Marie Curie", "In 2023 and 2024, 1,250 of 12,345,678 were counted."),
        ("Mr", "Mr said."),
        ("-", "A dash – here."),
    ],
)
def test_other_words_stay(name: str, text: str) -> None:
    """What is a common word, a part of a longer word, or another person is left alone."""
    assert text == withheld(name, text, "06 12 34 56 78")


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_stands_around_a_name_is_kept(before: str, after: str) -> None:
    """Whatever letters stand before and after it, none is lost or changed, and the name is gone."""
    told = withheld("Zofia Wiśniewska", f"{before} | Zofia Wisniewska | {after}")

    assert "Wisniewska" not in told.replace(before, "").replace(after, "")
    assert told == f"{before} | […] | {after}"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Moussa Diallo", "Diallo said so."),
        ("Moussa Diallo", "They met DIALLO twice."),
        ("Moussa Diallo", "Diallo's office"),
        ("Moussa Diallo-Keita", "Then Keita went."),
        ("Jürgen Größe", "Then Groesse went."),
        ("Mme Curie", "Curie went."),
        ("Diallo, Moussa", "Diallo went."),
        ("فاطمة الحداد", "قال الحداد ذلك"),
    ],
)
def test_a_last_name_alone_is_withheld(name: str, typed: str) -> None:
    """Whoever is called by the last name alone is as easy to know."""
    told = withheld(name, typed)

    assert "[…]" in told
    assert len(told.replace("[…]", "")) < len(typed) - 3


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Anna Berg", "the berg and the valley"),
        ("Ann Lee", "Lee side of the hall"),
        ("Vincent van der Berg", "Van and Der are no names"),
        ("Jean Ville", "La Ville a répondu."),
        ("Jean Porto", "The plan of Porto is adopted."),
        ("Jean Keita", "Keita Transport runs the buses."),
        ("Jean Riva", "Anna Riva asked."),
    ],
)
def test_a_last_name_that_means_something_else_stays(name: str, typed: str) -> None:
    """A common word of this review, its city, an organisation, a colleague: nothing is put in their place."""
    data = a_review(
        Stakeholder(code="AR-I1", name=name, group="civil-society"),
        Stakeholder(code="AR-I2", organisation="Keita Transport", group="civil-society"),
        Member(code="AR", name="Anna Riva"),
        heard("AR-E1", "AR-I2", statement="On habite en ville."),
        city="Porto",
    )

    assert typed == withholder(Attributor(data, "host"), "[…]")(typed)
