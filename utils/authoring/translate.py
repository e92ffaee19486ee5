"""Turns bilingual code into the code of one language, on the syntax tree.

``L("…", "…")`` becomes the string of that language, and of a comment ``# tr | en`` its side is kept. The rest
is left as the author wrote it, to the last space.
"""

import ast
import re
from io import StringIO
from itertools import pairwise

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from utils.language import LANGUAGES

STRINGS = (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)
ENGLISH = re.compile(r"\.(?!0[fF%]?$)\d*[fFgG%]?$|,")  # a format: .2f, .1%, and commas between thousands
BILINGUAL = re.compile(r"\bL\b| \| ")
MAGIC = re.compile(r"^\s*(%%?\w|!|\?)|\?$")


class CodeFault(Exception):
    """A fault in a code block: ``line`` counts from the block's first line, 1."""

    def __init__(self, line, message):
        super().__init__(message)
        self.line, self.message = line, message


def translate(code: str) -> dict:
    """Return ``{"tr": code, "en": code}``; CodeFault where it cannot be done."""
    tree = _parse(code)
    _check_numbers(tree)
    if not BILINGUAL.search(code):
        return dict.fromkeys(LANGUAGES, code)
    codes = dict.fromkeys(LANGUAGES, "")
    for first, piece in _pieces(code, tree):
        sides = _sides(piece, first) if BILINGUAL.search(piece) else dict.fromkeys(LANGUAGES, piece)
        codes = {language: codes[language] + sides[language] for language in LANGUAGES}
    if skeleton(codes["tr"]) != skeleton(codes["en"]):
        raise CodeFault(1, "the code of the two languages differs in more than strings and comments")
    return codes


def _parse(code):
    try:
        return ast.parse(code)
    except SyntaxError as error:
        line = error.lineno or 1
        text = (code.splitlines() or [""])[line - 1 : line]
        if text and MAGIC.search(text[0]):
            message = f"{text[0].strip()!r} is IPython, not Python; lessons use no magics, so write it in Python"
        else:
            message = f"not Python: {error.msg}"
        raise CodeFault(line, message) from error


def _check_numbers(tree):
    """An f-string writes 0.25 and 1,000 for everybody; a Turkish reader writes 0,25 and reads 1,000 as one."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FormattedValue):
            continue
        parts = getattr(node.format_spec, "values", ())
        wanted = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))  # {x:{width}.2f} -> .2f
        if ENGLISH.search(wanted):
            message = f"`:{wanted}` writes a number as English does; use `number(value, digits)`"
            raise CodeFault(node.lineno, message)


def _pieces(code, tree):
    """Yield the code in pieces, each with its first line, 1 or more: a statement with what follows up to the next.

    Most pieces say nothing in two languages; the syntax tree that keeps every space is slow, and is for the others.
    """
    lines = list(StringIO(code))
    starts = {min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))]) for node in tree.body}
    bounds = [1, *sorted(starts)[1:], len(lines) + 1]
    for first, end in pairwise(bounds):
        yield first, "".join(lines[first - 1 : end - 1])


class _Misused(Exception):
    """``node`` breaks a rule; its line is looked up then only, because positions cost more than all the rest."""

    def __init__(self, node, message):
        super().__init__(message)
        self.node, self.message = node, message


def _sides(piece, first):
    """Return ``{"tr": code, "en": code}`` of a piece that begins at line ``first``."""
    module = cst.parse_module(piece)
    try:
        return {language: module.visit(_ToLanguage(language)).code for language in LANGUAGES}
    except _Misused as misused:
        raise CodeFault(first - 1 + _line_of(module, misused.node), misused.message) from misused


def _line_of(module, node):
    positions = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    return positions[node].start.line


class _ToLanguage(cst.CSTTransformer):
    def __init__(self, language):
        super().__init__()
        self.side = LANGUAGES.index(language)
        self.other_names = set()  # names L that are no variable: the L of x.L and of f(L=1)

    def visit_Attribute(self, node):
        self.other_names.add(node.attr)

    def visit_Arg(self, node):
        self.other_names.add(node.keyword)

    def visit_Call(self, node):
        if not (isinstance(node.func, cst.Name) and node.func.value == "L"):
            return
        plain = all(isinstance(a.value, STRINGS) and not a.keyword and not a.star for a in node.args)
        if len(node.args) != 2 or not plain:
            raise _Misused(node, 'L() takes two strings, L("…", "…"): Turkish, then English')
        self.other_names.add(node.func)

    def leave_Name(self, original_node, updated_node):
        if original_node.value == "L" and original_node not in self.other_names:
            message = 'L belongs to the builder, which replaces L("…", "…"): do not import it, and name nothing L'
            raise _Misused(original_node, message)
        return updated_node

    def leave_Call(self, original_node, updated_node):
        if not (isinstance(original_node.func, cst.Name) and original_node.func.value == "L"):
            return updated_node
        return _on_its_own(updated_node.args[self.side].value)

    def leave_Comment(self, original_node, updated_node):
        sides = updated_node.value.split(" | ")
        if len(sides) == 1:
            return updated_node
        if len(sides) > 2:
            raise _Misused(original_node, "a comment has more than one ` | `; write `# Türkçe | English`")
        texts = [side.lstrip("#").strip() for side in sides]
        if not all(texts):
            raise _Misused(original_node, "a comment has an empty side; write `# Türkçe | English`")
        return updated_node.with_changes(value=f"# {texts[self.side]}")


def _on_its_own(string):
    """Strings joined over several lines were held together by L's brackets; they get brackets of their own."""
    joined = isinstance(string, cst.ConcatenatedString) and not string.lpar
    if joined and "\n" in cst.Module([]).code_for_node(string):
        return string.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return string


class _NoStrings(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node):
        return ast.Constant("")


def skeleton(code: str) -> str:
    """Return what remains of code without its strings and comments, for comparison."""
    return ast.dump(_NoStrings().visit(ast.parse(code)))
