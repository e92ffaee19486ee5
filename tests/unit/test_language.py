import pytest

from utils.language import L, inflected, language, number, percent, system_language, thousands, use_language


def test_l_returns_the_side_of_the_chosen_language(reader):
    assert L("evet", "yes") == {"tr": "evet", "en": "yes"}[reader]
    assert language() == reader


def test_unknown_language_is_refused_in_both_languages():
    with pytest.raises(ValueError, match=r"Bilinmeyen dil 'de'.*Unknown language 'de'"):
        use_language("de")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"COURSE_LANGUAGE": "tr", "LANG": "en_US.UTF-8"}, "tr"),
        ({"COURSE_LANGUAGE": "", "LANG": "tr_TR.UTF-8"}, "tr"),
        ({"COURSE_LANGUAGE": "", "LANG": "de_DE.UTF-8"}, "en"),
        ({"COURSE_LANGUAGE": "", "LANG": "Turkish_Türkiye.1254"}, "tr"),
    ],
)
def test_the_systems_language_is_the_first_that_is_set(monkeypatch, environment, expected):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_language() == expected


def test_numbers_are_written_as_the_language_does(reader):
    assert number(-0.25) == {"tr": "−0,25", "en": "−0.25"}[reader]
    assert number(-0.001) == {"tr": "0,00", "en": "0.00"}[reader]
    assert percent(0.954, 1) == {"tr": "%95,4", "en": "95.4%"}[reader]
    assert thousands(8_490_560) == {"tr": "8.490.560", "en": "8,490,560"}[reader]
    assert thousands(-12_000) == {"tr": "−12.000", "en": "−12,000"}[reader] and thousands(650) == "650"


@pytest.mark.parametrize(
    ("value", "endings"),
    [  # accusative, dative, locative, ablative, genitive, as a Turkish primer has them
        (0, "ı a da dan ın"),
        (1, "i e de den in"),
        (2, "yi ye de den nin"),
        (3, "ü e te ten ün"),
        (4, "ü e te ten ün"),
        (5, "i e te ten in"),
        (6, "yı ya da dan nın"),
        (7, "yi ye de den nin"),
        (8, "i e de den in"),
        (9, "u a da dan un"),
        (10, "u a da dan un"),
        (20, "yi ye de den nin"),
        (30, "u a da dan un"),
        (40, "ı a ta tan ın"),
        (50, "yi ye de den nin"),
        (60, "ı a ta tan ın"),
        (70, "i e te ten in"),
        (80, "i e de den in"),
        (90, "ı a da dan ın"),
        (100, "ü e de den ün"),
        (1000, "i e de den in"),
        (2_000_000, "u a da dan un"),
        (40_000, "i e de den in"),
        (349, "u a da dan un"),
        (-13, "ü e te ten ün"),
        (0.25, "i e te ten in"),
        ("0,50", "yi ye de den nin"),
        ("0,05", "i e te ten in"),
        ("2,00", "ı a da dan ın"),
        ("%95", "i e te ten in"),
        ("w = 1", "i e de den in"),
        ("1 = 0", "ı a da dan ın"),
        ("1,2·10⁻³", "ü e te ten ün"),
    ],
)
def test_a_number_carries_the_suffix_of_its_last_word(value, endings):
    cases = ("accusative", "dative", "locative", "ablative", "genitive")
    assert [inflected(value, case) for case in cases] == [f"{value}'{ending}" for ending in endings.split()]


def test_what_holds_no_number_takes_no_suffix():
    with pytest.raises(ValueError, match="no number"):
        inflected("elma", "dative")
