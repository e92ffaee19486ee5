"""How a page says that the course can be opened on one's own computer: the download, the command, what to expect."""

from utils.site.archive import FOLDER, NAME

TITLE = {"tr": "Kendi bilgisayarınızda açın", "en": "Open it on your own computer"}
STEPS = {
    "tr": (
        f'<a href="../{NAME}" download>Kursu indirin</a> (6 MB’den küçük bir zip arşivi), arşivi açın ve '
        f"<code>{FOLDER}</code> klasöründe Python 3.11, 3.12 ya da 3.13 ile şu komutu çalıştırın:",
        "İlk açılışta gerekli paketler aynı klasördeki <code>.venv</code> içine kurulur (yaklaşık 2 GB disk yeri). "
        "Sonraki açılışlar saniyeler sürer ve internet gerektirmez. pip ya da conda kullanıyorsanız arşivdeki "
        "<code>README.md</code> dosyasına bakın.",
    ),
    "en": (
        f'<a href="../{NAME}" download>Download the course</a> (a zip archive, under 6 MB), unpack it, and run this '
        f"command in the folder <code>{FOLDER}</code> with Python 3.11, 3.12 or 3.13:",
        "The first start installs the packages into <code>.venv</code> in that folder (about 2 GB on disk). Later "
        "starts take seconds and need no internet connection. If you use pip or conda, see <code>README.md</code> in "
        "the archive.",
    ),
}


def steps(language: str) -> str:
    """Return the two paragraphs and the command between them as HTML, which the site's search leaves out."""
    before, after = STEPS[language]
    command = f'<div class="highlight-none"><div class="highlight"><pre>python course.py {language}\n</pre></div></div>'
    return f"<p>{before}</p>\n{command}\n<p>{after}</p>"
