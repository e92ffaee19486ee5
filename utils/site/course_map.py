"""The front page of each language: an explorer to try, where to begin, the map, how to open it on one's own computer."""

import html
from collections.abc import Sequence

from utils.authoring.front_cells import in_language
from utils.parts import PARTS, spans
from utils.site import own_computer
from utils.site.instructors_page import NAME as INSTRUCTORS
from utils.site.instructors_page import title as instructors_title
from utils.site.pages import place

TITLE = {"tr": "Derin Öğrenme", "en": "Deep Learning"}

OPENING = {
    "tr": (
        "Tek bir yapay nörondan VAE'lere ve GAN'lara: okuyarak, oynatarak, tahmin ederek, "
        "kodlayarak. Aşağıdaki çizim, kursun etkileşimli çizimlerinden biridir; deneyin."
    ),
    "en": (
        "From one artificial neuron to VAEs and GANs: by reading, moving, predicting and "
        "coding. The picture below is one of the course's explorers; try it."
    ),
}
FIRST = "03_perceptron"  # whose explorer stands at the top, where the site has it

WHERE = {"tr": "Nereden başlamalı?", "en": "Where to begin"}
WISHES = (  # (Turkish, English, lessons)
    ("Baştan, sırayla öğrenmek istiyorum", "I want to learn it from the beginning, in order", ("00_start",)),
    (
        "Python ile türevi biliyorum, tek bir nöronla başlamak istiyorum",
        "I know Python and derivatives, and want to start with one neuron",
        ("03_perceptron", "07_backpropagation"),
    ),
    (
        "Keras ile hemen bir ağ eğitmek istiyorum",
        "I want to train a network with Keras right away",
        ("09_first_keras_network", "10_overfitting"),
    ),
    (
        "Ağım öğrenmiyor ya da yetersiz kalıyor",
        "My network does not learn, or not well enough",
        ("10_overfitting", "11_vanishing_gradients", "12_hyperparameter_search", "13_imbalanced_data"),
    ),
    (
        "Görüntülerle çalışıyorum",
        "I work with images",
        ("14_convolution", "15_cnn", "17_architectures", "18_transfer_learning"),
    ),
    (
        "Bir resme birden çok yanıt vermek istiyorum",
        "I want more than one answer from a picture",
        ("19_multi_output", "20_object_detection", "21_capsule_networks"),
    ),
    (
        "Bir ağın neye bakıp karar verdiğini görmek istiyorum",
        "I want to see what a network looks at when it decides",
        ("16_seeing_inside",),
    ),
    (
        "Zaman dizileri ya da sesle çalışıyorum",
        "I work with time series or sound",
        ("23_conv1d", "24_rnn", "25_lstm_gru"),
    ),
    (
        "Metinle çalışıyorum, dil modellerinin nasıl çalıştığını anlamak istiyorum",
        "I work with text, and want to understand how language models work",
        ("22_embeddings", "26_seq2seq_attention", "27_transformer"),
    ),
    (
        "Verimdeki örnekler birbirine bağlı: kişiler, belgeler, atomlar",
        "The examples in my data are linked: people, documents, atoms",
        ("28_graph_networks",),
    ),
    (
        "Üretken modelleri merak ediyorum",
        "I am curious about generative models",
        ("29_autoencoder_vae", "30_gan", "31_generative_models"),
    ),
    (
        "Eğittiğim bir ağı başkalarının kullanımına açmak istiyorum",
        "I want to let others use a network that I trained",
        ("32_hardware_and_deployment",),
    ),
)
TEACHING = {"tr": "Ders veriyorum", "en": "I teach"}


def parts_of(lessons: Sequence, language: str) -> list:
    """Return [(part's title, its lessons)] for the parts that have a lesson; a lesson has a ``lesson`` "03_…"."""
    found = []
    for numbers, tr, en in spans(PARTS):
        inside = [course for course in lessons if int(course["lesson"][:2]) in numbers]
        if inside:
            found.append((in_language(language, tr, en), inside))
    return found


def map_page(lessons: Sequence, language: str, pictures: dict, explorers: dict) -> str:
    """Return the front page as markdown.

    lessons: the ``course`` metadata of the notebooks in order; pictures: {lesson: the picture of its card}, explorers:
    {lesson: its first explorer's recording}, both as HTML, of the lessons that have one.
    """
    top = FIRST if FIRST in explorers else next(iter(explorers), None)
    parts = parts_of(lessons, language)
    return "\n\n".join(
        [
            f"# {TITLE[language]}",
            OPENING[language] if top else "",
            explorers[top] if top else "",
            f"## {WHERE[language]}",
            _wishes({course["lesson"]: course["title"] for course in lessons}, language),
            *(_part(title, inside, pictures, language) for title, inside in parts),
            f'<span class="place" id="{place("run")}"></span>',
            f"## {own_computer.TITLE[language]}",
            own_computer.steps(language),
            *(_contents(title, inside) for title, inside in parts),
            _contents(in_language(language, "Ekler", "Appendix"), [], "glossary", INSTRUCTORS),
        ]
    )


def _wishes(titles, language):
    """Return where to begin by what one wants, as a list; wishes whose lessons the site lacks are left out."""
    rows = []
    for tr, en, lessons in WISHES:
        links = [f"[{slug[:2]} · {titles[slug]}]({slug}.ipynb)" for slug in lessons if slug in titles]
        if links:
            rows.append(f"- {in_language(language, tr, en)}: {', '.join(links)}")
    rows.append(f"- {TEACHING[language]}: [{instructors_title(language)}]({INSTRUCTORS}.md)")
    return "\n".join(rows)


def _contents(caption, lessons, *pages):
    entries = [f"{course['lesson'][:2]} · {course['title']} <{course['lesson']}>" for course in lessons]
    lines = "\n".join([*entries, *pages])
    return f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{lines}\n```"


def _part(title, lessons, pictures, language):
    rows = "\n".join(_row(course, pictures.get(course["lesson"], ""), language) for course in lessons)
    return f'## {title}\n\n<ol class="lessons">\n{rows}\n</ol>\n'


def _row(course, picture, language):
    minutes = sum(course["minutes"].values())
    facts = [in_language(language, f"{minutes} dk", f"{minutes} min")]
    if count := course["exercises"]:
        facts.append(in_language(language, f"{count} alıştırma", f"{count} exercises"))
    slug, title, promise = course["lesson"], html.escape(course["title"]), html.escape(course["promise"])
    return (
        f'<li value="{int(slug[:2])}">{picture}<a href="{slug}.html">{slug[:2]} · {title}</a> '
        f"<small>{' · '.join(facts)}</small><p>{promise}</p></li>"
    )
