"""How a lesson's page says that its notebook opens in Google Colab, where the course's repository is known."""

from html import escape

from utils.authoring.repository import Repository

OPEN = {"tr": "Google Colab’de açın", "en": "Open in Google Colab"}
EXPECT = {
    "tr": "Bilgisayarınıza bir şey kurmanız gerekmez, Google hesabı gerekir. Defterin ilk kod hücresi kursu oturum başına "
    "bir kez kurar. Oturum kapanınca yazdıklarınızın kaybolmaması için defteri Drive’ınıza kaydedin.",
    "en": "Nothing is installed on your computer, but you need a Google account. The first code cell of the notebook "
    "installs the course once a session. Save the notebook to your Drive, or what you type is lost with the session.",
}


def way(repository: Repository | None, language: str, lesson: str) -> str:
    """Return a paragraph of HTML with the link; ``""`` where no repository is known."""
    if repository is None:
        return ""
    address = escape(repository.in_colab(f"{language}/{lesson}.ipynb"))
    return f'<p class="in-colab"><a href="{address}">{OPEN[language]}</a>. {EXPECT[language]}</p>\n'
