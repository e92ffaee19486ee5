"""Turns bilingual code into the code of one language, on the syntax tree.

``L("…", "…")`` becomes the string of that language, and of a comment ``# tr | en`` its side is kept. The rest
is left as the author wrote it, to the last space.
"""

import ast
import re

import libcst as cst

from utils.language import LANGUAGES

STRINGS = (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)


class CodeFault(Exception):
    """A fault in a code block: ``line`` counts from the block's first line, 1."""

    def __init__(self, line, message):
        super().__init__(message)
        self.line, self.message = line, message


def translate(code: str) -> dict:
    """Return ``{"tr": code, "en": code}``; CodeFault where it cannot be done."""
    if not re.search(r"\bL\b| \| ", code):
        return dict.fromkeys(LANGUAGES, code)
    try:
        module = cst.parse_module(code)
    except cst.ParserSyntaxError as error:
        message = f"not Python: {error.message}. (Magics such as %time are not used in lessons.)"
        raise CodeFault(error.raw_line, message) from error
    try:
        codes = {language: module.visit(_ToLanguage(language)).code for language in LANGUAGES}
    except _Misused as misused:
        raise CodeFault(_line_of(module, misused.node), misused.message) from misused
    if skeleton(codes["tr"]) != skeleton(codes["en"]):
        raise CodeFault(1, "the code of the two languages differs in more than strings and comments")
    return codes


class _Misused(Exception):
    """``node`` breaks a rule; its line is looked up then only, because positions cost more than all the rest."""

    def __init__(self, node, message):
        super().__init__(message)
        self.node, self.message = node, message


def _line_of(module, node):
    positions = cst.MetadataWrapper(module, unsafe_skip_copy=True).resolve(cst.metadata.PositionProvider)
    return positions[node].start.line


class _ToLanguage(cst.CSTTransformer):
    def __init__(self, language):
        super().__init__()
        self.side = LANGUAGES.index(language)

    def leave_Call(self, original_node, updated_node):
        if not (isinstance(original_node.func, cst.Name) and original_node.func.value == "L"):
            return updated_node
        arguments = updated_node.args
        plain = all(isinstance(a.value, STRINGS) and not a.keyword and not a.star for a in arguments)
        if len(arguments) != 2 or not plain:
            raise _Misused(original_node, 'L() takes two strings, L("…", "…"): Turkish, then English')
        return arguments[self.side].value

    def leave_Comment(self, original_node, updated_node):
        sides = updated_node.value.split(" | ")
        if len(sides) == 1:
            return updated_node
        if len(sides) > 2:
            raise _Misused(original_node, "a comment has more than one ` | `; write `# Türkçe | English`")
        return updated_node.with_changes(value="# " + sides[self.side].lstrip("# ").strip())

    def visit_FunctionDef(self, node):
        if node.name.value == "L":
            raise _Misused(node, "L belongs to the builder; give this function another name")

    def leave_ImportAlias(self, original_node, updated_node):
        if original_node.evaluated_name == "L" or original_node.evaluated_alias == "L":
            raise _Misused(original_node, "do not import L: the builder replaces L() by plain strings")
        return updated_node


class _NoStrings(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node):
        return ast.Constant("")


def skeleton(code: str) -> str:
    """Return what remains of code without its strings and comments, for comparison."""
    return ast.dump(_NoStrings().visit(ast.parse(code)))
