import pytest

from utils.language import L, language, number, percent, system_language, use_language


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
