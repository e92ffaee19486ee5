"""The dictionaries are what they should be; a missing or damaged file is told."""

import pytest

from utils.datasets import DataError, load_wordnet, wordnet


@pytest.mark.parametrize("language, count, relations", [("tr", 78_327, 236_711), ("en", 117_791, 378_203)])
def test_every_synset_is_read_with_all_that_is_said_of_it(language, count, relations):
    synsets = load_wordnet(language)
    assert len(synsets) == len({synset.id for synset in synsets}) == count
    assert sum(len(synset.relations) for synset in synsets) == relations
    assert all(synset.words and synset.part for synset in synsets)
    assert not any(sign in text for synset in synsets for text in (*synset.words, synset.gloss) for sign in "<>|")


def test_a_line_of_the_file_becomes_a_meaning():
    line = (
        "<SYNSET><ID>TUR10-1</ID><SYNONYM><LITERAL>su<SENSE>1</SENSE></LITERAL><LITERAL>ab<SENSE>1</SENSE>"
        "<SR>TUR10-9<TYPE>DERIVATION_RELATED</TYPE><TO>1</TO></SR></LITERAL></SYNONYM><POS>n</POS>"
        "<SR>TUR10-2<TYPE>HYPERNYM</TYPE></SR><ILR>ENG31-3-n<TYPE>SYNONYM</TYPE></ILR>"
        "<DEF>Renksiz madde</DEF><EXAMPLE>Su içti.|Su ver. |</EXAMPLE></SYNSET>"
    )
    assert wordnet._synset(line) == wordnet.Synset(
        "TUR10-1",
        ("su", "ab"),
        "n",
        "Renksiz madde",
        ("Su içti.", "Su ver."),
        (("DERIVATION_RELATED", "TUR10-9"), ("HYPERNYM", "TUR10-2"), ("SYNONYM", "ENG31-3-n")),
    )
    assert wordnet._synset("<SYNSET><ID>x</ID><LITERAL>a<SENSE>1</SENSE></LITERAL><POS>a</POS></SYNSET>")[3:] == (
        "",
        (),
        (),
    )


def test_another_language_is_refused(reader):
    with pytest.raises(ValueError, match="'de'"):
        load_wordnet("de")


def test_a_missing_package_and_another_file_say_what_to_do(monkeypatch, reader, tmp_path):
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(wordnet, "package_folder", lambda package, module: tmp_path)
    with pytest.raises(DataError, match="nlptoolkit-wordnet"):
        load_wordnet("tr")
    (tmp_path / "data" / "turkish_wordnet.xml").write_text("<SYNSETS>\n</SYNSETS>\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"turkish_wordnet\.xml"):
        load_wordnet("tr")
    monkeypatch.undo()
    monkeypatch.setattr(wordnet, "MODULE", "no_such_module")
    with pytest.raises(DataError, match="nlptoolkit-wordnet"):
        load_wordnet("en")
