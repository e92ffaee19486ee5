"""From an executed notebook to the page of a lesson: the same cells, with places that both languages share."""

import re

from utils.authoring.front_cells import in_language
from utils.authoring.markdown import headings
from utils.authoring.repository import Repository
from utils.site import colab, lite, own_computer
from utils.site.equations import typeset
from utils.site.outputs import Outputs

SUMMARY = re.compile(r"<summary>.*?</summary>", re.S)
LESSON_LINK = re.compile(r"\[([^\]]*)\]\((\d\d_\w+)\.ipynb(?:#[^)]*)?\)")
FORMULA = re.compile(r"\$([^$]+)\$")


def lesson_page(notebook, outputs: Outputs, repository: Repository | None = None, in_browser: bool = False):
    """Return the notebook as myst-nb is to read it: no words of its own, but places, figures' words, a note that says where
    the lesson can be done; in Colab where the repository is known, ``in_browser`` where the site has JupyterLite.
    """
    from utils.authoring.fast_nbformat import nbformat

    course = notebook.metadata.course
    cells, heading = [], course.title
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            heading = ([title for _, title in headings(cell.source)] or [heading])[-1]
            source = SUMMARY.sub(_typeset_inside, cell.source)
            cell.source = LESSON_LINK.sub(lambda link: link[0] if link[2] in outputs.lessons else link[1], source)
        else:
            cell.outputs = [outputs.rewritten(output, _words(heading, course.language)) for output in cell.outputs]
        if number:
            cells.append(_markdown(f"place-{number}", f'<span class="place" id="{place(cell.id)}"></span>'))
        cells.append(cell)
        if not number:
            cells.append(_markdown("note", _note(course, repository, in_browser)))
    return nbformat.from_dict(nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata))


def first_explorer(notebook):
    """Return the output that is the notebook's first explorer, as it came; None where it has none."""
    outputs = (output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs)
    return next((output for output in outputs if "dlx-embedded" in output.get("data", {}).get("text/html", "")), None)


def place(cell_id: str) -> str:
    """Return the id of the place before a cell; it is the same in both languages."""
    return f"c-{cell_id}"


def _typeset_inside(summary):
    """Typeset formulas where no markdown is read."""
    return FORMULA.sub(lambda formula: typeset(formula[1]), summary[0])


def _words(heading, language):
    plain = re.sub(r"[*`$]", "", heading)
    return in_language(language, f"Şekil: {plain}", f"Figure: {plain}")


def _markdown(cell_id, source):
    """Return a cell whose id stays: with nbformat's random ones every page would look changed, and be made again."""
    from utils.authoring.fast_nbformat import nbformat

    return nbformat.v4.new_markdown_cell(source, id=cell_id)


def _note(course, repository, in_browser):
    """Tell where the lesson can be done rather than read, and how."""
    file = f"<code>{course.language}/{course.lesson}.ipynb</code>"
    words = in_language(
        course.language,
        f"Bu sayfa, {file} defterinin çalıştırılmış hâlidir. Kodu değiştirmek ve yanıtlarınızı denetletmek için "
        "defteri açın.",
        f"This page is the notebook {file} after it was run. To change the code and have your answers checked, open "
        "the notebook.",
    )
    title, steps = own_computer.TITLE[course.language], own_computer.steps(course.language)
    return (
        f'<p class="from-notebook">{words}</p>\n'
        f"{lite.way(course.language, course.lesson) if in_browser else ''}"
        f"{colab.way(repository, course.language, course.lesson)}"
        f'<details class="own-computer"><summary>{title}</summary>\n{steps}\n</details>'
    )
