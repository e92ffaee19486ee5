"""The pure parts: translating code, stubs, questions, the glossary."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.authoring.lessons import course, twins
from utils.authoring import SourceError, build
from utils.authoring.exercise import solution, stub
from utils.authoring.question import inline_html
from utils.authoring.translate import skeleton, translate
from utils.glossary import fold, load_terms, lower


@pytest.mark.parametrize(
    ("source", "tr", "en"),
    [
        ('f(L("a", "b"))', 'f("a")', 'f("b")'),
        ("f(L('a', \"b\"))", "f('a')", 'f("b")'),
        ('x = L(f"{n} tane", f"{n} of them")', 'x = f"{n} tane"', 'x = f"{n} of them"'),
        ("print(f\"{L('a', 'b')} {n}\")", "print(f\"{'a'} {n}\")", "print(f\"{'b'} {n}\")"),
        ('x = L("a" "b", "c" "d")', 'x = "a" "b"', 'x = "c" "d"'),
        ("x = 1    # bir | one", "x = 1    # bir", "x = 1    # one"),
        ("x = 1  # same in both", "x = 1  # same in both", "x = 1  # same in both"),
        ("a = b | c  # bit ya da | bitwise or", "a = b | c  # bit ya da", "a = b | c  # bitwise or"),
        ('s = "a | b"', 's = "a | b"', 's = "a | b"'),
        ("x.L = f(L=1)", "x.L = f(L=1)", "x.L = f(L=1)"),
        ('x = L(\n    "a"\n    "b",\n    "c",\n)', 'x = ("a"\n    "b")', 'x = "c"'),
        ("x = 1\n\n# son | last", "x = 1\n\n# son", "x = 1\n\n# last"),
    ],
)
def test_code_is_translated_on_the_tree(source, tr, en):
    assert translate(source) == {"tr": tr, "en": en}


words = st.text(st.characters(codec="utf-8", exclude_characters="\r\n", exclude_categories=("Cs", "Cc")), max_size=12)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=4), words)
def test_both_languages_keep_the_same_code(pairs, comment):
    comment = comment.replace("|", "").replace("#", "").strip() or "x"
    lines = [f"f(L({tr!r}, {en!r}), {i})  # {comment} | x" for i, (tr, en) in enumerate(pairs)]
    codes = translate("\n".join(lines))
    assert skeleton(codes["tr"]) == skeleton(codes["en"])
    for language, side in (("tr", 0), ("en", 1)):
        strings = [
            node.value
            for node in ast.walk(ast.parse(codes[language]))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert sorted(strings) == sorted(pair[side] for pair in pairs)


@pytest.mark.parametrize(
    ("code", "for_student", "solved"),
    [
        ("x = 3  # SOLUTION", "x = ...", "x = 3"),
        ("ölçü: int = 3  # SOLUTION", "ölçü: int = ...", "ölçü: int = 3"),
        ("m = f([  # SOLUTION\n    1,\n])\ny = 2", "m = ...\ny = 2", "m = f([\n    1,\n])\ny = 2"),
        (
            "def f(x):\n    y = 1\n    # BEGIN SOLUTION\n    z = 2\n    return z\n    # END SOLUTION\n\nf(1)",
            "def f(x):\n    y = 1\n    ...\n\nf(1)",
            "def f(x):\n    y = 1\n    z = 2\n    return z\n\nf(1)",
        ),
    ],
)
def test_a_solution_becomes_a_stub(code, for_student, solved):
    assert stub(code) == for_student
    assert solution(code) == solved
    ast.parse(for_student)


def test_an_options_markdown_becomes_html_and_formulas_stay():
    assert inline_html("**a** `x<y` $w_1 < 2$ & *b*") == (
        "<strong>a</strong> <code>x&lt;y</code> $w_1 \\lt 2$ &amp; <em>b</em>"
    )


def report(tmp_path, tr, terms=""):
    try:
        build(course(tmp_path, twins(tr, "English."), terms))
    except SourceError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("prose", "terms", "message"),
    [
        # 1: variants
        ("Bu bir konvolüsyon işlemidir.", "", "the course says 'evrişim'"),
        ("Veri setindeki örnekler.", "", "the course says 'veri kümesi'"),
        ("**Evrişim** (convolution; konvolüsyon da denir) budur.", "convolution", ""),
        ('Buna "veri seti" diyenler de vardır.', "", ""),
        ('Buna "veri kümesi" denir. Veri setleri çoktur.', "", "the course says 'veri kümesi'"),
        ("Grafikte görülür.", "", ""),
        ("Bu bir map ve relu.", "", ""),
        ("CNN'ler görür.", "", "(convolutional neural network)"),
        ("Graflar üzerinde.", "", "the course says 'çizge'"),
        ("`konvolüsyon` ve $konvolüsyon$ kod ile formüldür; [bağ](konvolüsyon.html).", "", ""),
        ("```\nveri seti\n```\nKod.", "", ""),
        # 2: terms that the lesson introduces
        ("Evrişimin çıktısı.", "convolution", "needs its English form: (convolution)"),
        ("Evrişimin çıktısı. Öbür cümlede (convolution).", "convolution", "needs its English form"),
        ("Evrişimlerin 0,5 katı, yani **çıktı** (convolutions, y).", "convolution", ""),
        ("Entropiler (entropies) vardır.", "entropy", ""),
        ("Ağırlığın ağır olanı. Asıl **ağırlık** (weight) budur.", "weight", ""),
        ("Ağırlığın ağır olanı.", "weight", "needs its English form: (weight)"),
        ("Perceptron öğrenir.", "perceptron", ""),
        ("Hiç geçmiyor.", "convolution", "never uses it"),
        ("Buna **F1 puanı** (F1 score) denir.", "f1 score", ""),
        ("F1 puanını ölçtük.", "", "(f1 score)"),
        # 3: terms that nothing introduced
        ("Geri yayılımla öğrenir.", "", "'Geri yayılımla' (backpropagation) is used before any lesson"),
        ("Geri yayılımla (backpropagation) öğrenir. Geri yayılım iyidir.", "", ""),
        ("Gradyan inişinin (gradient descent) adımı.", "", ""),
        ("EVRİŞİM yapılır.", "", "used before any lesson"),
        ("Katmanların sayısı, ağırlığın değeri.", "", ""),
        ("Karar sınırlarının yeri.", "", "(decision boundary)"),
        ("Doğrulama kümelerinin yeri.", "", "(validation set)"),
    ],
)
def test_turkish_prose_keeps_to_the_glossary(tmp_path, prose, terms, message):
    found = report(tmp_path, prose, terms)
    assert (message in found) if message else not found, found


def test_turkish_letters_are_made_small_and_folded_as_turkish():
    assert lower("IĞDIR İZMİR") == "ığdır izmir"
    assert fold("Öğrenme ORANI") == "ogrenme orani"


def test_the_glossary_is_whole():
    terms = load_terms()
    names = [term.en for term in terms]
    assert len(names) == len(set(names))
    for term in terms:
        assert term.tr, term.en
        assert term.note_tr, term.en
        assert term.note_en, term.en
        assert set(term.allowed) <= set(term.variants), term.en
    assert len({term.tr for term in terms if term.tr not in ("bias",)}) >= len(terms) - 3
