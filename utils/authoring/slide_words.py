"""What the slides say by themselves, in both languages: buttons, keys, the notes window."""

from utils.authoring.front_cells import in_language


def words(language: str) -> dict:
    """Return what the slides say by themselves (``static/deck.js``), live and exported."""

    def say(tr, en):
        return in_language(language, tr, en)

    return {
        "language": language,
        "previous": say("Önceki slayt", "Previous slide"),
        "next": say("İleri", "Next"),
        "notes": say("Sunum notları", "Presenter's notes"),
        "keys": say("Tuşlar", "Keys"),
        "none": say("Bu slayt için not yok.", "There are no notes for this slide."),
        "follows": say("Sırada:", "Next:"),
        "restart": say("Süreyi sıfırla", "Restart the clock"),
        "plan": say(
            "{used} dk geçti; bu bölüm {from}–{to}. dk, toplam {total} dk",
            "{used} min used; this part is min {from}–{to} of {total}",
        ),
        "blocked": say(
            "Tarayıcı not penceresini engelledi; bu sayfaya pencere açma izni verin.",
            "The browser has blocked the notes window; allow this page to open windows.",
        ),
        "busy": say("Çalışıyor …", "Running …"),
        "sure": say(
            "Ders baştaki hâline dönsün mü? Yazdıklarınız ve çıktılar silinir.",
            "Back to the lesson's start? What you typed and all outputs go.",
        ),
        "fresh": say("Ders baştaki hâlinde.", "The lesson is at its start."),
        "live_folder": say(
            "Klasörden açılan sayfalarda tarayıcılar Python çalıştırmaz. Slaytları “python course.py slides --open” "
            "komutuyla açın.",
            "Browsers run no Python in pages opened from a folder. Open the slides with “python course.py slides --open”.",
        ),
        "hint": say(
            "PageDown: ileri · S: çözüm · N: notlar · T: koyu/açık · ?: bütün tuşlar",
            "PageDown: next · S: solution · N: notes · T: dark/light · ?: all keys",
        ),
    }


LIVE_KEYS = [  # (keys, what they do in Turkish, in English)
    (
        "PageDown, →",
        "slaydın kodunu çalıştırır, şıkkını açar; sonra ilerler",
        "runs the slide's code, opens its options; then goes on",
    ),
    ("PageUp, ←", "önceki slayt", "previous slide"),
    ("S", "çözümü gösterir, gizler", "shows and hides the solution"),
    ("N", "sunum notları, ikinci pencerede", "presenter's notes, in a second window"),
    ("T", "koyu ya da açık renkler", "dark or light colours"),
    ("R", "dersi baştaki hâline döndürür", "takes the lesson back to its start"),
    ("Enter, Esc", "hücreye yazmaya başlar, bitirir", "begins and ends typing in a cell"),
    ("Ctrl + Enter", "seçili hücreyi çalıştırır", "runs the chosen cell"),
    ("Esc", "sunumdan çıkar", "leaves the slides"),
]
EXPORTED_KEYS = [
    (
        "PageDown, →",
        "çıktıyı gösterir, şıkkı açar; sonra ilerler",
        "shows the output, opens an option; then goes on",
    ),
    *LIVE_KEYS[1:5],
    ("O, Esc", "bütün slaytlar bir arada", "all slides at once"),
    ("F", "tam ekran", "full screen"),
    (".", "ekranı karartır", "a black screen"),
]


def key_list(keys: list[tuple[str, str, str]], language: str) -> list[list[str]]:
    """Return keys and what they do, in one language."""
    return [[key, in_language(language, tr, en)] for key, tr, en in keys]
