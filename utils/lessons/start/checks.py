"""Checks of lesson 00_start: the first five answers, and what beginners trip over in each."""

import numpy as np

from utils.checks.engine import exercise
from utils.checks.judge import judge, judge_value, sign
from utils.checks.show import said
from utils.language import L

LESSON = "00_start"


def _told_that_it_is_a_text(given):
    if not _holds_a_number(given):
        return L(
            f"{said(given)} bir metin, burada ise bir sayı isteniyor. Sayıyı tırnaksız yazın.",
            f"{said(given)} is a string, but a number is needed here. Write the number without quotes.",
        )
    return L(
        f"{said(given)} tırnak içinde yazıldığı için Python onu metin sayar ve onunla hesap yapamaz. Tırnakları silin "
        f"ya da metni sayıya çevirin.",
        f"{said(given)} is in quotes, so Python treats it as a string and cannot calculate with it. Remove the quotes, "
        f"or turn the string into a number.",
    )


def _holds_a_number(text: str) -> bool:
    """Return whether a text is a number once its quotes are gone; a decimal comma counts, too."""
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


TEXT = ("number_as_text", sign(lambda given: isinstance(given, str)), _told_that_it_is_a_text)


@exercise(LESSON, "pixels", tr="Bir değer yazmak", en="Writing a value")
def pixels(answer):
    """The number of pixels of a picture of 28 rows and 28 columns."""
    beliefs = [
        ("added", 28 + 28,
         "Satır ve sütun sayılarını toplamışsınız. 28 satırın her birinde 28 piksel var, bu yüzden çarpın.",
         "You added the rows and the columns. Each of the 28 rows has 28 pixels, so multiply."),
        ("one_row", 28,
         "Bu, tek bir satırdaki piksellerin sayısı. Resimde kaç satır var?",
         "This is the number of pixels in one row. How many rows are there?"),
        ("not_multiplied", (28, 28),
         "Bunlar satır ve sütun sayıları; piksel sayısı ikisinin çarpımıdır.",
         "These are the numbers of rows and columns; the number of pixels is their product."),
        TEXT,
    ]  # fmt: skip
    return judge_value(
        answer,
        28 * 28,
        beliefs,
        remark=(
            "784 sayısını aklınızda tutun, çünkü rakam resimleriyle yeniden karşınıza çıkacak.",
            "Keep 784 in mind, because you will meet it again with the pictures of digits.",
        ),
        otherwise=(
            "other_number",
            "Resimde 28 satır, her satırda 28 piksel var. Çarpımları kaç eder?",
            "The picture has 28 rows of 28 pixels each. What is the product?",
        ),
    )


@exercise(LESSON, "weight", tr="Ondalık sayı yazmak", en="Writing a decimal number")
def weight(answer):
    """Three and a half."""

    def separated(given):
        count = len(given)
        return L(
            f"Python'da virgül ondalık ayırıcı değildir, değerleri birbirinden ayırır. Bu yüzden elinizde tek bir sayı değil, "
            f"{count} değer var. Kodda ondalık ayırıcı noktadır.",
            f"In Python a comma is not a decimal mark; it separates values. So you have {count} values instead of one number. "
            "In code the decimal mark is a point.",
        )

    beliefs = [
        ("decimal_comma", sign(lambda given: isinstance(given, (tuple, list)) and len(given) > 1), separated),
        TEXT,
        ("no_point", 35, "Bu otuz beş oldu, nokta eksik.", "This is thirty-five, because the point is missing."),
    ]  # fmt: skip
    return judge_value(
        answer,
        3.5,
        beliefs,
        remark=(
            "Metinde 3,5 yazarız, kodda ise `3.5`. Kurs boyunca böyle olacak.",
            "In code the decimal mark is always a point, whatever language the text around it is in.",
        ),
        otherwise=(
            "other_number",
            "Üç buçuk, 3 ile 4'ün tam ortasıdır.",
            "Three and a half lies halfway between 3 and 4.",
        ),
    )


@exercise(LESSON, "total", tr="Metin mi, sayı mı?", en="Text or number?")
def total(answer):
    """The sum of the numbers in the texts "12" and "30"."""
    beliefs = [
        ("joined_texts", sign(lambda given: str(given) in ("1230", "3012")),
         '`+` iki metni uç uca eklediği için "12" ile "30" yan yana "1230" olur. Önce her birini `int(...)` ile sayıya çevirin, '
         "sonra toplayın.",
         '`+` joins two strings end to end, so "12" and "30" become "1230". First turn each into a number with `int(...)`, '
         "then add."),
        TEXT,
    ]  # fmt: skip
    return judge_value(
        answer,
        12 + 30,
        beliefs,
        remark=(
            "Dosyalardan okunan sayılar çoğu kez böyle metin olarak gelir.",
            "Numbers that are read from a file often arrive as strings like these.",
        ),
        otherwise=("other_number", "12 ile 30'un toplamı isteniyor.", "What is needed is the sum of 12 and 30."),
    )


@exercise(LESSON, "scale", tr="Bir fonksiyon yazmak", en="Writing a function")
def scale(answer):
    """``answer(pixel)``: a brightness from 0 to 255 brought to 0 to 1."""
    beliefs = [
        ("number_as_text", sign(lambda given, pixel: isinstance(given, str)),
         "Bir sayı döndürün, metin değil.", "Return a number, not a string."),
        ("divides_by_256", lambda pixel: pixel / 256,
         "En parlak piksel 255'tir (0'dan başlayan 256 değerin sonuncusu) ve tam 1 olmalıdır, bu yüzden 255'e bölün.",
         "The brightest pixel is 255 (the last of 256 values that start at 0) and has to become exactly 1, so divide by 255."),
        ("floor_division", lambda pixel: pixel // 255,
         "`//` ve `int(...)` kesri attığı için geriye yalnızca 0 ve 1 kalıyor. Kesri koruyan bölme `/` ile yapılır.",
         "`//` and `int(...)` drop the fraction, so only 0 and 1 remain. The division that keeps the fraction is `/`."),
        ("rounds", lambda pixel: round(pixel / 255),
         "Sonuç tam sayıya yuvarlandığı için aradaki bütün parlaklıklar 0 ya da 1 oluyor. Yuvarlamadan döndürün.",
         "The result is rounded to a whole number, so every brightness in between becomes 0 or 1. Return it without rounding."),
        ("rounds_a_little", sign(lambda given, pixel: given == round(pixel / 255, len(str(given).partition(".")[2]))),
         "Bölme doğru, ama sonuç yuvarlanmış. Yuvarlamadan döndürün.",
         "The division is right, but the result is rounded. Return it without rounding."),
        ("unchanged", lambda pixel: pixel,
         "Değer hiç değişmemiş. 255'e bölün.", "The value has not changed at all. Divide it by 255."),
        ("only_255", lambda pixel: 1.0,
         "Fonksiyonunuz girdisine hiç bakmıyor. `pixel` değerini kullanın.",
         "Your function does not look at its input. Use the value of `pixel`."),
    ]  # fmt: skip
    return judge(
        answer,
        [(255,), (0,), (51,), (128,), (254,), (1,), (12.75,)],
        lambda pixel: pixel / 255,
        beliefs,
        remark=(
            "Ağlar küçük sayılarla daha rahat öğrenir, bu yüzden resimleri hep bu satırla hazırlayacağız.",
            "Networks learn more easily from small numbers, and we will prepare pictures with exactly this line.",
        ),
        otherwise=(
            "other_rule",
            "0 yine 0, 255 ise 1 olmalı; aradakiler de orantılı olarak değişmeli.",
            "0 has to stay 0, 255 has to become 1, and everything in between has to change in proportion.",
        ),
    )


@exercise(LESSON, "shape", tr="Bir dizinin şekli", en="The shape of an array")
def shape(answer):
    """The shape of an array of 5 students (rows) and 3 exams (columns)."""
    beliefs = [
        ("number_as_text", sign(lambda given: isinstance(given, str)),
         "Şekil bir metin değildir, sayılardan oluşur. Tırnakları silin.",
         "A shape consists of numbers, not of text. Remove the quotes."),
        ("not_called", sign(callable),
         "Yanıtınız bir fonksiyon, oysa şekil bir değerdir. Sonuna parantez koymadan `grades.shape` yazmanız yeter.",
         "Your answer is a function, whereas the shape is a value. Write `grades.shape`, without brackets after it."),
        ("the_array", sign(lambda given: np.size(given) == 15),
         "Bunlar notların kendisi. İstenen, dizinin şeklidir: `grades.shape`.",
         "These are the marks themselves. What is needed is the shape of the array, `grades.shape`."),
        ("swapped", (3, 5),
         "Sıra ters. NumPy önce satır sayısını (5 öğrenci), sonra sütun sayısını (3 sınav) verir.",
         "The order is reversed. NumPy gives the number of rows (5 students) first and the number of columns (3 exams) second."),
        ("size", 15,
         "15, bütün notların sayısı (`size`). Şekil, her eksende kaç değer olduğunu söyler.",
         "15 is the number of all marks (`size`). The shape says how many values there are along each axis."),
        ("one_number", sign(lambda given: given in (5, 3, 2)),
         "Tablonun iki ekseni olduğu için şekli iki sayıdan oluşur.",
         "The table has two axes, so its shape consists of two numbers."),
    ]  # fmt: skip
    return judge_value(
        answer,
        (5, 3),
        beliefs,
        remark=(
            "Önce satırlar, sonra sütunlar. Bir şey çalışmadığında ilk bakılacak yer dizilerin şeklidir.",
            "Rows first, then columns. When something does not work, look at the shapes of the arrays first.",
        ),
        otherwise=(
            "other_shape",
            "Şekil iki sayıdan oluşur: (satır sayısı, sütun sayısı).",
            "The shape consists of two numbers: (number of rows, number of columns).",
        ),
    )


@exercise(LESSON, "lesson", tr="Sözlükten haritaya", en="From the glossary to the map")
def lesson(answer):
    """The number of the lesson that is called by a term of the glossary: convolution, evrişim."""
    beliefs = [
        TEXT,
        ("lesson_on_cnns", 15,
         "15. ders, evrişimi kullanan ağları anlatır. Adı yalnızca bu terim olan dersi arayın.",
         "Lesson 15 is about networks that use this operation. Look for the lesson whose title is the term itself."),
        ("two_lessons", sign(lambda given: isinstance(given, (tuple, list, set)) and len(given) > 1),
         "Birden çok sayı verdiniz. Adı yalnızca bu terim olan tek bir ders var.",
         "You gave more than one number. Only one lesson has this term, and nothing else, as its title."),
    ]  # fmt: skip
    return judge_value(
        answer,
        14,
        beliefs,
        remark=(
            "Anlamını unuttuğunuz bir terimi böyle arayabilir, onu anlatan dersi haritada bulabilirsiniz.",
            "This is how you can look up a term whose meaning you have forgotten, and find the lesson that explains it.",
        ),
        otherwise=(
            "other_lesson",
            "Önce terimin Türkçesini sözlükte bulun, sonra haritada adı o olan dersin başındaki sayıya bakın.",
            "First look up the English term in the glossary, then read the number of the lesson with this title on the map.",
        ),
    )


@exercise(LESSON, "missing_name", tr="Bir hata iletisini okumak", en="Reading an error message")
def missing_name(answer):
    """The name that should have stood in place of ``hour``: "hours"."""
    given = answer.strip() if isinstance(answer, str) else answer
    beliefs = [
        ("value_in_place_of_its_name", sign(lambda given: not isinstance(given, str)),
         'Yanıt bir değer değil, bir ad olmalı. Adı tırnak içinde yazın; örneğin `"print"` bir addır.',
         'The answer has to be a name, not a value. Write the name in quotes; `"print"`, for example, is a name.'),
        ("the_name_not_found", "hour",
         "İletide geçen ad budur ve Python'ın bulamadığı da odur. Bir önceki satırda hangi ad tanımlanmış?",
         "This is the name in the message, the one that Python could not find. Which name does the line before define?"),
        ("capital_letters", sign(lambda given: given != "hours" and given.lower() == "hours"),
         "Ad doğru, ama Python büyük ve küçük harfleri ayrı sayar. Adı, tanımlandığı satırdaki gibi yazın.",
         "The name is right, but in Python upper and lower case are different. Write it as in the line that defines it."),
        ("line_in_place_of_name", sign(lambda given: "hours" in given),
         "İçinde doğru ad var, ama yalnızca adın kendisi isteniyor.",
         "The right name is in it, but only the name itself is needed."),
    ]  # fmt: skip
    return judge_value(
        given,
        "hours",
        beliefs,
        remark=(
            "`NameError` iletisi bulunamayan adı söyler; gerisi, o adın nerede ve nasıl tanımlandığına bakmaktır.",
            "A `NameError` tells you which name was not found; what remains is to see where and how it was defined.",
        ),
        otherwise=(
            "other_name",
            "İlk satır hangi adı tanımlıyor? İkinci satırdaki adla harf harf karşılaştırın.",
            "Which name does the first line define? Compare it letter by letter with the name in the second line.",
        ),
    )
