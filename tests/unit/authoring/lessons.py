"""Small lessons to build in tests: a whole course folder with one source."""

import textwrap

FRONT = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
course:
  title: {tr: "Deneme", en: "A try"}
  promise: {tr: "Bir söz.", en: "A promise."}
  objectives: {tr: ["Bir", "İki", "Üç"], en: ["One", "Two", "Three"]}
  minutes: {read: 5, practise: 6}
  needs: []
  terms: [TERMS]
  subject: {tr: "Deneme: neyin denendiği", en: "A try: what is tried"}
---

```{code-cell} python
from utils.language import use_language

use_language(L("tr", "en"))
```

"""

EXERCISE = """\
+++ {"lang": "tr"}
### Alıştırma 1: Çarpma

+++ {"lang": "en"}
### Exercise 1: Multiplication

```{code-cell} python
def double(x):
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION
```

+++ {"lang": "tr", "role": "hint"}
Çarpın.

+++ {"lang": "en", "role": "hint"}
Multiply.

+++ {"lang": "tr", "role": "hint"}
İkiyle çarpın.

+++ {"lang": "en", "role": "hint"}
Multiply by two.

```{code-cell} python
check.double(double)
```
"""


def course(tmp_path, body, terms="", slug="01_try"):
    """Write one lesson whose text after the front matter is ``body``; return the course's folder."""
    (tmp_path / "notebooks").mkdir(exist_ok=True)
    table = twins("**Sözcükler**", "**Words**", role="terms") if terms else ""
    text = FRONT.replace("TERMS", terms) + textwrap.dedent(body) + table
    (tmp_path / "notebooks" / f"{slug}.md").write_text(text, encoding="utf-8")
    return tmp_path


def twins(tr, en, **metadata):
    """Return a Turkish block and its English twin."""
    extra = "".join(f', "{key}": {value!r}'.replace("'", '"') for key, value in metadata.items())
    return f'+++ {{"lang": "tr"{extra}}}\n{tr}\n\n+++ {{"lang": "en"{extra}}}\n{en}\n\n'


def code(text, tags=""):
    """Return a code cell."""
    return "```{code-cell} python\n" + (f":tags: [{tags}]\n" if tags else "") + text + "\n```\n\n"
