"""The check of spelling: which words it knows, and that it finds a typing error in each kind of text."""

import textwrap

import pytest

from tests.spelling.__main__ import misspelled
from tests.spelling.speller import listed, speller
from tests.spelling.texts import MARK, Text, of_guide, of_lesson, of_python


def faults(words, language):
    return [word for _, word in misspelled(Text("here.md", 1, language, words))]


@pytest.mark.parametrize(
    "word", ["katmanlarından", "gradyanının", "Keras'ta", "ReLU’nun", "evrişimli", "öğelerinin", "IŞIK", "İris"]
)
def test_turkish_words_are_known_with_their_suffixes(word):
    assert speller("tr").knows(word)


@pytest.mark.parametrize("word", ["colour", "generalization", "Keras's", "RNNs", "logits", "students'"])
def test_english_words_are_known(word):
    assert speller("en").knows(word)


@pytest.mark.parametrize(
    "words, language, wrong",
    [
        ("Agırlıklar katmnalara bölünür.", "tr", ["Agırlıklar", "katmnalara"]),
        ("Kerass'ta bir katman", "tr", ["Kerass'ta"]),
        ("The wieghts recieve a gradient.", "en", ["wieghts", "recieve"]),
        (f"{MARK}'nun payı 10'a bölünür, x_train, %50'si", "tr", []),
        ("taban çizgisi (baseline), “weight” adı", "tr", []),
        ("bu bir weather değil", "tr", ["weather"]),
        ("taban çizgisi (baselnie)", "tr", ["baselnie"]),
        ("README.md and tests.spelling are files", "en", []),
    ],
)
def test_what_is_found(words, language, wrong):
    assert faults(words, language) == wrong


def test_the_line_of_a_word_is_told():
    assert list(misspelled(Text("here.md", 5, "en", "One line.\nAnd anothr."))) == [(6, "anothr")]


def test_a_message_is_read_without_what_it_looks_up(tmp_path):
    file = tmp_path / "room.py"
    file.write_text(
        textwrap.dedent(
            """
            told = L(f"Değer {values['valu']} oldu; `relu`'yu yazın.", "The " + ("valu" if wrong else "value"))
            exercise(tr="Tensörü yazın", en="Write the tensr")
            other("not a mesage")
            """
        ),
        encoding="utf-8",
    )
    texts = list(of_python(tmp_path, file))
    assert [(text.line, text.language, word) for text in texts for _, word in misspelled(text)] == [
        (2, "en", "valu"),
        (3, "en", "tensr"),
    ]


def test_a_guide_in_both_languages_is_read_in_each(tmp_path):
    guide = "# Ders · Course\n\n## Türkçe\n\nBir katmna.\n\n## English\n\nA laier.\n\n## Lisans · Licence\n\nqwxz\n"
    (tmp_path / "README.md").write_text(guide, encoding="utf-8")
    texts = list(of_guide(tmp_path, "README.md", None))
    assert [(line, text.language, word) for text in texts for line, word in misspelled(text)] == [
        (5, "tr", "katmna"),
        (9, "en", "laier"),
    ]


def test_a_lesson_is_read_with_its_head_comments_and_messages(tmp_path):
    from tests.spelling.__main__ import ROOT

    texts = list(of_lesson(ROOT, "03_perceptron"))
    assert {text.language for text in texts} == {"tr", "en"}
    shown = "\n".join(text.words for text in texts)
    assert "dendrit" in shown and "$" not in shown and "SOLUTION" not in shown


@pytest.mark.parametrize("name", ["names", "tr", "en"])
def test_a_list_names_a_word_once(name):
    words = listed(name)
    assert words and len(words) == len(set(words))
