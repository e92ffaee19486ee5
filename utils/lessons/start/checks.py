"""Checks of lesson 00_start: the first five answers, and what beginners trip over in each."""

import numpy as np

from utils.checks.engine import exercise
from utils.checks.judge import judge, judge_value, sign
from utils.checks.show import said
from utils.language import L

LESSON = "00_start"


def _told_that_it_is_a_text(given):
    return L(
        f"{said(given)} tırnak içinde yazıldığı için Python onu metin sayar ve onunla hesap yapamaz. Tırnakları silin "
        f"ya da metni sayıya çevirin.",
        f"{said(given)} is written in quotes, so Python takes it for a text and cannot calculate with it. Remove the "
        f"quotes or turn the text into a number.",
    )


TEXT = ("number_as_text", sign(lambda given: isinstance(given, str)), _told_that_it_is_a_text)


@exercise(LESSON, "pixels", tr="Bir değer yazmak", en="Writing a value")
def pixels(answer):
    """The number of pixels of a picture of 28 rows and 28 columns."""
    beliefs = [
        ("added", 28 + 28,
         "Satır ve sütun sayılarını toplamışsınız. 28 satırın her birinde 28 piksel var: çarpın.",
         "You added rows and columns. Each of the 28 rows has 28 pixels: multiply."),
        ("one_row", 28,
         "Bu, tek bir satırdaki piksellerin sayısı. Resimde kaç satır var?",
         "This is the number of pixels in one row. How many rows are there?"),
        ("not_multiplied", (28, 28),
         "Bunlar satır ve sütun sayıları; piksel sayısı ikisinin çarpımıdır.",
         "Those are the numbers of rows and columns; the number of pixels is their product."),
        TEXT,
    ]  # fmt: skip
    return judge_value(
        answer,
        28 * 28,
        beliefs,
        remark=(
            "784 sayısını aklınızda tutun: rakam resimleriyle yeniden karşınıza çıkacak.",
            "Keep 784 in mind: you will meet it again with the pictures of digits.",
        ),
        otherwise=(
            "other_number",
            "Resimde 28 satır, her satırda 28 piksel var: çarpımları kaç eder?",
            "The picture has 28 rows of 28 pixels each: what is the product?",
        ),
    )


@exercise(LESSON, "weight", tr="Ondalık sayı yazmak", en="Writing a decimal number")
def weight(answer):
    """Three and a half."""

    def separated(given):
        count = len(given)
        return L(
            f"Python'da virgül ondalık ayırıcı değildir, değerleri birbirinden ayırır: elinizde tek bir sayı değil, {count} "
            "değer var. Kodda ondalık ayırıcı noktadır.",
            f"In Python a comma is not a decimal mark: it separates values. What you have is not one number but {count} "
            "values. In code the decimal mark is a point.",
        )

    beliefs = [
        ("decimal_comma", sign(lambda given: isinstance(given, (tuple, list)) and len(given) > 1), separated),
        TEXT,
        ("no_point", 35, "Bu otuz beş: nokta eksik.", "This is thirty-five: the point is missing."),
    ]  # fmt: skip
    return judge_value(
        answer,
        3.5,
        beliefs,
        remark=(
            "Metinde 3,5 yazarız, kodda ise `3.5`; kurs boyunca böyle olacak.",
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
         '`+` iki metni uç uca ekler: "12" ile "30" yan yana "1230" olur. Önce her birini `int(...)` ile sayıya çevirin, '
         "sonra toplayın.",
         '`+` joins two texts end to end: "12" and "30" become "1230". Turn each into a number with `int(...)` first, '
         "then add."),
        TEXT,
    ]  # fmt: skip
    return judge_value(
        answer,
        12 + 30,
        beliefs,
        remark=(
            "Dosyalardan okunan sayılar çoğu kez böyle metin olarak gelir.",
            "Numbers that are read from files often arrive as texts like these.",
        ),
        otherwise=("other_number", "12 ile 30'un toplamı isteniyor.", "The sum of 12 and 30 is asked for."),
    )


@exercise(LESSON, "scale", tr="Bir fonksiyon yazmak", en="Writing a function")
def scale(answer):
    """``answer(pixel)``: a brightness from 0 to 255 brought to 0 to 1."""
    beliefs = [
        ("number_as_text", sign(lambda given, pixel: isinstance(given, str)),
         "Bir sayı döndürün, metin değil.", "Return a number, not a text."),
        ("divides_by_256", lambda pixel: pixel / 256,
         "En parlak piksel 255'tir (0'dan başlayan 256 değerin sonuncusu) ve tam 1 olmalı: 255'e bölün.",
         "The brightest pixel is 255 (the last of 256 values that start at 0) and has to become exactly 1: divide by 255."),
        ("floor_division", lambda pixel: pixel // 255,
         "Kesir kayboluyor, geriye yalnızca 0 ve 1 kalıyor: `//` ve `int(...)` kesri atar. Kesirli bölme `/` ile yapılır.",
         "The fraction is lost, and only 0 and 1 remain: `//` and `int(...)` drop it. The division that keeps it is `/`."),
        ("rounds", lambda pixel: round(pixel / 255),
         "Sonuç tam sayıya yuvarlanmış: aradaki bütün parlaklıklar 0 ya da 1 oluyor. Yuvarlamadan döndürün.",
         "The result is rounded to a whole number, so every brightness in between becomes 0 or 1. Return it as it is."),
        ("rounds_a_little", sign(lambda given, pixel: given == round(pixel / 255, len(str(given).partition(".")[2]))),
         "Bölme doğru, ama sonuç yuvarlanmış. Yuvarlamadan döndürün.",
         "The division is right, but the result is rounded. Return it as it is."),
        ("unchanged", lambda pixel: pixel,
         "Değer hiç değişmemiş: 255'e bölün.", "The value has not changed at all: divide it by 255."),
        ("only_255", lambda pixel: 1.0,
         "Fonksiyonunuz girdisine hiç bakmıyor: `pixel` değerini kullanın.",
         "Your function does not look at its input: use the value of `pixel`."),
    ]  # fmt: skip
    return judge(
        answer,
        [(255,), (0,), (51,), (128,), (254,), (1,), (12.75,)],
        lambda pixel: pixel / 255,
        beliefs,
        remark=(
            "Ağlar küçük sayılarla daha rahat öğrenir; resimleri hep bu satırla hazırlayacağız.",
            "Networks learn more easily from small numbers; we will prepare pictures with this very line.",
        ),
        otherwise=(
            "other_rule",
            "0 yine 0, 255 ise 1 olmalı; aradakiler de orantılı olarak değişmeli.",
            "0 has to stay 0, 255 has to become 1, and everything in between in proportion.",
        ),
    )


@exercise(LESSON, "shape", tr="Bir dizinin şekli", en="The shape of an array")
def shape(answer):
    """The shape of an array of 5 students (rows) and 3 exams (columns)."""
    beliefs = [
        ("number_as_text", sign(lambda given: isinstance(given, str)),
         "Şekil bir metin değil, sayılardır: tırnakları silin.", "A shape is numbers, not a text: remove the quotes."),
        ("not_called", sign(callable),
         "Yanıtınız bir fonksiyon. Şekil bir değerdir: sonuna parantez koymadan `grades.shape` yazmanız yeter.",
         "Your answer is a function. The shape is a value: `grades.shape`, without brackets after it, is all it takes."),
        ("the_array", sign(lambda given: np.size(given) == 15),
         "Bunlar notların kendisi; dizinin şekli isteniyor: `grades.shape`.",
         "Those are the marks themselves; the shape of the array is asked for: `grades.shape`."),
        ("swapped", (3, 5),
         "Sıra ters: NumPy önce satır (5 öğrenci), sonra sütun (3 sınav) sayısını verir.",
         "The order is reversed: NumPy gives the number of rows (5 students) first, then that of columns (3 exams)."),
        ("size", 15,
         "15, bütün notların sayısı (`size`). Şekil, her eksende kaç değer olduğunu söyler.",
         "15 is the number of all marks (`size`). The shape says how many there are along each axis."),
        ("one_number", sign(lambda given: given in (5, 3, 2)),
         "Tablonun iki ekseni var: şekil iki sayıdan oluşur.", "The table has two axes: its shape is two numbers."),
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
            "Şekil iki sayıdır: (satır sayısı, sütun sayısı).",
            "The shape is two numbers: (number of rows, number of columns).",
        ),
    )
