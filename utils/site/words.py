"""What the theme says, in Turkish: its own catalogues have no Turkish or leave these out."""

from pathlib import Path

THEME_TR = {
    "Back to top": "Başa dön",
    "Breadcrumb": "Konum",
    "Color mode": "Renk kipi",
    "Dark": "Koyu",
    "Error": "Hata",
    "Home": "Ana sayfa",
    "Light": "Açık",
    "Link to this heading": "Bu başlığın bağlantısı",
    "On this page": "Bu sayfada",
    "Please activate JavaScript to enable the search functionality.": "Arama için JavaScript'i etkinleştirin.",
    "Section Navigation": "Bölüm gezintisi",
    "Site navigation": "Site gezintisi",
    "Skip to main content": "Ana içeriğe geç",
    "System Settings": "Sistem ayarı",
    "next": "sonraki",
    "next page": "sonraki sayfa",
    "previous": "önceki",
    "previous page": "önceki sayfa",
}

WORDS = {  # of this site's own templates
    "tr": {
        "contents": "Bu sayfada",
        "code_copied": "Kopyalandı",
        "copy_code": "Kopyala",
        "lessons": "Dersler",
        "live_failed": "Canlı çizim başlatılamadı, kayıt yerinde duruyor; düğmeyle yeniden deneyebilirsiniz.",
        "live_fetching": "İndiriliyor …",
        "live_folder": "Klasörden açılan sayfalarda tarayıcılar Python çalıştırmaz. Siteyi “python course.py site --open” "
        "komutuyla açın.",
        "live_starting": "Python başlatılıyor …",
        "menu": "Dersleri göster ya da gizle",
        "run_live": "Canlı çalıştır",
        "search": "Derslerde ara",
        "other": "English",
        "other_title": "This page in English",
        "toc": "Bu sayfanın başlıklarını göster ya da gizle",
    },
    "en": {
        "contents": "On this page",
        "code_copied": "Copied",
        "copy_code": "Copy",
        "lessons": "Lessons",
        "live_failed": "The live explorer did not start, and the recording is still here; press the button to try again.",
        "live_fetching": "Downloading …",
        "live_folder": "Browsers run no Python in pages opened from a folder. Open the site with "
        "“python course.py site --open”.",
        "live_starting": "Starting Python …",
        "menu": "Show or hide the lessons",
        "run_live": "Run live",
        "search": "Search the lessons",
        "other": "Türkçe",
        "other_title": "Bu sayfanın Türkçesi",
        "toc": "Show or hide the headings of this page",
    },
}


def write_catalogue(folder: Path) -> Path:
    """Write the Turkish catalogue below ``folder`` as gettext reads it, and return ``folder``."""
    from babel.messages import Catalog
    from babel.messages.mofile import write_mo

    catalogue = Catalog(locale="tr")
    for english, turkish in THEME_TR.items():
        catalogue.add(english, turkish)
    target = folder / "tr" / "LC_MESSAGES" / "sphinx.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return folder
