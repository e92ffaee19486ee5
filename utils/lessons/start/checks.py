"""Checks of lesson 00_start: the first five answers, and what beginners trip over in each."""

from utils.checks.engine import as_array, call, exercise, same, shown, wrong
from utils.language import L

LESSON = "00_start"


@exercise(LESSON, "pixels", tr="Bir değer yazmak", en="Writing a value")
def pixels(answer):
    """The number of pixels of a picture of 28 rows and 28 columns."""
    _refuse_text(answer)
    if same(answer, 28 * 28):
        return L(
            "784 sayısını aklınızda tutun: rakam resimleriyle yeniden karşınıza çıkacak.",
            "Keep 784 in mind: you will meet it again with the pictures of digits.",
        )
    if same(answer, 28 + 28):
        wrong(
            L(
                "Satır ve sütun sayılarını toplamışsınız. 28 satırın her birinde 28 piksel var: çarpın.",
                "You added rows and columns. Each of the 28 rows has 28 pixels: multiply.",
            ),
            "added",
            given=answer,
        )
    if same(answer, 28):
        wrong(
            L(
                "Bu tek bir satırın pikselleri. Kaç satır var?",
                "These are the pixels of one row. How many rows?",
            ),
            "one_row",
            given=answer,
        )
    _refuse_no_number(answer)
    wrong(
        L(
            "28 satır, her satırda 28 piksel: çarpımları kaç eder?",
            "28 rows of 28 pixels each: what is the product?",
        ),
        "other_number",
        given=answer,
    )


@exercise(LESSON, "weight", tr="Ondalık sayı yazmak", en="Writing a decimal number")
def weight(answer):
    """Three and a half."""
    if type(answer) is tuple:
        wrong(
            L(
                "Python'da virgül ondalık ayırıcı değildir; iki ayrı değeri yan yana dizer. Elinizde şimdi "
                "üç buçuk değil, 3 ve 5'ten oluşan bir ikili var. Kodda ondalık ayırıcı noktadır.",
                "In Python a comma is no decimal mark; it lines up separate values. What you have is not "
                "three and a half but a pair of 3 and 5. In code the decimal mark is a point.",
            ),
            "decimal_comma",
            given=answer,
        )
    _refuse_text(answer)
    if same(answer, 3.5):
        return L(
            "Metinde 3,5 yazarız, kodda ise `3.5`; kurs boyunca böyle olacak.",
            "In code the decimal mark is a point, whatever the language around it.",
        )
    if same(answer, 35):
        wrong(
            L("Bu otuz beş: nokta eksik.", "This is thirty-five: the point is missing."),
            "no_point",
            given=answer,
        )
    _refuse_no_number(answer)
    wrong(
        L("Üç buçuk, 3 ile 4'ün tam ortasıdır.", "Three and a half lies halfway between 3 and 4."),
        "other_number",
        given=answer,
    )


@exercise(LESSON, "total", tr="Metin mi, sayı mı?", en="Text or number?")
def total(answer):
    """The sum of the numbers in the texts "12" and "30"."""
    if same(answer, "1230") or same(answer, 1230):
        wrong(
            L(
                '`+` iki metni uç uca ekler: "12" ile "30" yan yana "1230" olur. Önce her birini '
                "`int(...)` ile sayıya çevirin, sonra toplayın.",
                '`+` puts two texts end to end: "12" and "30" become "1230". Turn each into a number '
                "with `int(...)` first, then add.",
            ),
            "joined_texts",
            given=answer,
        )
    _refuse_text(answer)
    if same(answer, 42):
        return L(
            "Dosyalardan okunan sayılar çoğu kez böyle metin olarak gelir.",
            "Numbers read from files often arrive as texts like these.",
        )
    _refuse_no_number(answer)
    wrong(
        L("12 ile 30'un toplamı isteniyor.", "The sum of 12 and 30 is asked for."),
        "other_number",
        given=answer,
    )


@exercise(LESSON, "scale", tr="Bir fonksiyon yazmak", en="Writing a function")
def scale(answer):
    """``answer(pixel)``: a brightness from 0 to 255 brought to 0 to 1."""
    for pixel in (255, 0, 51, 128):
        given = call(answer, pixel)
        if not same(given, pixel / 255):
            _explain_scale(pixel, given)
    return L(
        "Ağlar küçük sayılarla daha rahat öğrenir; resimleri hep bu satırla hazırlayacağız.",
        "Networks learn more easily from small numbers; we will prepare pictures with this very line.",
    )


def _explain_scale(pixel, given):
    facts = {"given": given, "expected": pixel / 255}
    if given is None:
        wrong(
            L(
                "Fonksiyonunuz hiçbir değer döndürmüyor (`None`). `print` ekrana yazar; değeri çağırana "
                "geri veren `return`'dür.",
                "Your function returns no value (`None`). `print` writes on the screen; `return` hands a "
                "value back to the caller.",
            ),
            "no_return",
            **facts,
        )
    if isinstance(given, str):
        wrong(L("Bir sayı döndürün, metin değil.", "Return a number, not a text."), "number_as_text", **facts)
    if same(given, pixel / 256):
        wrong(
            L(
                "En parlak piksel 255'tir (0'dan başlayan 256 değerin sonuncusu) ve tam 1 olmalı: 255'e bölün.",
                "The brightest pixel is 255 (the last of 256 values that start at 0) and has to become "
                "exactly 1: divide by 255.",
            ),
            "divides_by_256",
            **facts,
        )
    if same(given, pixel // 255):
        wrong(
            L(
                "`//` tam bölmedir ve kesri atar: yalnızca 0 ve 1 kalır. Kesirli bölme `/` ile yapılır.",
                "`//` divides and drops the fraction: only 0 and 1 remain. The division that keeps it is `/`.",
            ),
            "floor_division",
            **facts,
        )
    if same(given, pixel):
        wrong(
            L("Değer hiç değişmemiş: 255'e bölün.", "The value has not changed at all: divide it by 255."),
            "unchanged",
            **facts,
        )
    wrong(
        L(
            "0 yine 0, 255 ise 1 olmalı; aradakiler orantılı.",
            "0 has to stay 0 and 255 has to become 1; what lies between in proportion.",
        ),
        "other_rule",
        **facts,
    )


@exercise(LESSON, "shape", tr="Bir dizinin şekli", en="The shape of an array")
def shape(answer):
    """The shape of an array of 5 students (rows) and 3 exams (columns)."""
    if isinstance(answer, str):
        wrong(
            L(
                "Şekil bir metin değil, sayılardır: tırnakları silin.",
                "A shape is numbers, not a text: remove the quotes.",
            ),
            "number_as_text",
            given=answer,
        )
    if callable(answer):
        wrong(
            L("Parantezleri unutmuş olabilirsiniz.", "You may have forgotten the brackets."),
            "not_called",
            given=answer,
        )
    if same(answer, [5, 3]):
        return L(
            "Önce satırlar, sonra sütunlar. Bir şey çalışmadığında ilk bakılacak yer dizilerin şeklidir.",
            "Rows first, then columns. When something does not work, look at the shapes of the arrays first.",
        )
    if same(answer, [3, 5]):
        wrong(
            L(
                "Sıra ters: NumPy önce satır (5 öğrenci), sonra sütun (3 sınav) sayısını verir.",
                "The order is reversed: NumPy gives the number of rows (5 students) first, then that of "
                "columns (3 exams).",
            ),
            "swapped",
            given=answer,
        )
    if same(answer, 15):
        wrong(
            L(
                "15, bütün notların sayısı (`size`). Şekil, her eksende kaç tane olduğunu söyler.",
                "15 is how many marks there are (`size`). The shape says how many there are along each axis.",
            ),
            "size",
            given=answer,
        )
    if same(answer, 5) or same(answer, 3) or same(answer, 2):
        wrong(
            L(
                "Tablonun iki ekseni var: şekil iki sayıdan oluşur.",
                "The table has two axes: its shape is two numbers.",
            ),
            "one_number",
            given=answer,
        )
    wrong(
        L(
            "Şekil iki sayıdır: (satır sayısı, sütun sayısı).",
            "The shape is two numbers: (number of rows, number of columns).",
        ),
        "other_shape",
        given=answer,
    )


def _refuse_text(answer):
    if isinstance(answer, str):
        wrong(
            L(
                f"`{shown(answer)}` tırnak içinde olduğu için bir metin; Python onunla sayı gibi hesap "
                f"yapamaz. Tırnakları silin ya da metni sayıya çevirin.",
                f"`{shown(answer)}` stands in quotes, so it is a text, and Python cannot calculate with it "
                f"as with a number. Remove the quotes or turn the text into a number.",
            ),
            "number_as_text",
            given=answer,
        )


def _refuse_no_number(answer):
    array = as_array(answer)
    if array is None or array.shape != ():
        wrong(
            L("Burada tek bir sayı bekleniyordu.", "A single number was expected here."),
            "not_a_number",
            given=answer,
        )
