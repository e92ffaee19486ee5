"""Search in Turkish: İ and ı are letters of their own, and a word is found from any keyboard.

Words are put into small letters as Turkish does it, cut to their stem (Snowball), and folded (ı, ş, ğ, ç, ö, ü as
i, s, g, c, o, u). The page does the same to what the reader types, so "AĞIRLIKLARI" and "agirlik" find "ağırlık".
"""

from sphinx.search import _MINIFIED_JS_PATH
from sphinx.search.tr import SearchTurkish

from utils.glossary import fold, lower

SPLITTER = r"""
var splitQuery = (query) => query.toLocaleLowerCase("tr").split(/[^\p{L}\p{N}_]+/gu).filter(Boolean);
"""

FOLDING = """
var Stemmer = function () {
  const inner = new TurkishStemmer();
  const plain = { "ı": "i", "ş": "s", "ğ": "g", "ç": "c", "ö": "o", "ü": "u", "â": "a", "î": "i", "û": "u" };
  this.stemWord = (word) => inner.stemWord(word).replace(/[ışğçöüâîû]/g, (letter) => plain[letter]);
};
window.Stemmer = Stemmer;
Documentation.addTranslations({ // Sphinx's own Turkish lacks this sentence, and its rule for the plural fails
  locale: "tr",
  messages: {
    "Search finished, found one page matching the search query.": ["Bir sayfa bulundu.", "${resultCount} sayfa bulundu."],
  },
  plural_expr: "n === 1 ? 0 : 1",
});
"""


class CourseTurkish(SearchTurkish):
    """The language "tr" of the site's search."""

    js_stemmer_rawcode = ""  # else Sphinx would take the stemmer alone
    js_splitter_code = SPLITTER

    def __init__(self, options):
        super().__init__(options)
        files = (_MINIFIED_JS_PATH / name for name in ("base-stemmer.js", "turkish-stemmer.js"))
        self.js_stemmer_code = "\n".join(file.read_text(encoding="utf-8") for file in files) + FOLDING

    def stem(self, word: str) -> str:
        return fold(self.stemmer.stemWord(lower(word)))
