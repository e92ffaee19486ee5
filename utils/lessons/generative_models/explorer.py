"""The explorers of lesson 31: points that become two moons, and digits that come out of noise, step by step."""

from functools import lru_cache

import numpy as np

from utils.datasets.modes import real_points
from utils.language import L, number, percent
from utils.lessons.generative_models.denoiser import EITHER, KEPT, levels, walk
from utils.lessons.generative_models.measures import distance_from_data, nearest_moon, place_on_moon
from utils.widgets.controls import Choice, Player, Slider, Toggle
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Arrow, ImageGrid, Line, Panel, Points, Scene

EDGE = 3.0
LIMITS = (-EDGE, EDGE)
MOST = 50  # steps at most
TRAILS, ARROWS = 6, 30  # points whose way is drawn, and points with an arrow to where the network expects them
NEAR = 3.0  # standard deviations: so near to the curve a point counts as on the data
STRETCHES = 16  # of each moon, for the part that is covered


class NoiseToDataExplorer(Explorer):
    """Points on their way from noise to one of two moons, or to both."""

    name = "noise_to_data"
    recorded = ("step", "guidance")

    def title(self):
        return L("Gürültüden veriye", "From noise to data")

    def task(self):
        return L(
            "Oynatın ve gürültünün aya dönüşmesini izleyin. Sonra yönlendirmeyi 6'ya çıkarın: noktalar iyileşir mi? Bir de adım "
            "sayısını 3'e indirin. Önce karar verin.",
            "Press play and watch noise turn into a moon. Then raise the guidance to 6: do the points get better? Also lower the "
            "number of steps to 3. Decide first.",
        )

    def controls(self):
        moons = [(0, L("üst", "upper")), (1, L("alt", "lower")), (EITHER, L("ikisi de", "both"))]
        return [
            Player("step", L("Adım", "Step"), last=MOST, value=0, fps=12),
            Slider("steps", L("Adım sayısı", "Number of steps"), 1, MOST, step=1, value=MOST),
            Slider("guidance", L("Yönlendirme w", "Guidance w"), 0, 6, step=1, value=0),
            Choice("moon", L("İstenen ay", "Wanted moon"), moons, 0),
            Toggle("fresh", L("Her adımda yeni gürültü", "Fresh noise in each step"), True, place="more"),
            Slider("seed", L("Tohum", "Seed"), 0, 20, step=1, value=0, place="more"),
        ]

    def presets(self):
        return {
            "done": {"step": MOST},
            "guided": {"step": MOST, "guidance": 6},
            "hurried": {"step": MOST, "steps": 3},
        }

    def scene(self, step, steps, guidance, moon, fresh, seed):
        step = min(step, steps)
        points, clean = walk(steps, float(guidance), moon, fresh, seed)
        near, covered = progress(steps, float(guidance), moon, fresh, seed)
        words = L(
            f"{steps} adımın {step} tanesi atıldı. Noktaların {percent(near[step])} kadarı istenen ayda; istenen ayın "
            f"{percent(covered[step])} kadarında nokta var.",
            f"{step} of {steps} steps are done. {percent(near[step])} of the points lie on the wanted moon, and "
            f"{percent(covered[step])} of the wanted moon has points on it.",
        )
        return Scene(
            [[_plane(points[: step + 1], clean, step), [_noise(steps, step), _shares(near, covered, step)]]], words
        )


@lru_cache(maxsize=64)
def progress(steps, guidance, moon, fresh, seed):
    """Return, after each step of the walk, the share of its points on the wanted moon and the share of the moon's stretches that
    have a point, both (steps + 1,)."""
    points, _ = walk(steps, guidance, moon, fresh, seed)
    which = nearest_moon(points)
    on = (distance_from_data(points, "moons") <= NEAR) & ((which == moon) | (moon == EITHER))
    stretch = np.minimum((place_on_moon(points) * STRETCHES).astype(int), STRETCHES - 1) + STRETCHES * which
    met = ((stretch[..., None] == np.arange(2 * STRETCHES)) & on[..., None]).any(axis=1)
    wanted = 2 * STRETCHES if moon == EITHER else STRETCHES
    return on.mean(axis=1), met.sum(axis=1) / wanted


def _plane(points, clean, step):
    real = real_points("moons", 300, np.random.default_rng(1))
    now = points[-1]
    layers = [
        Points(real[:, 0], real[:, 1], "orange", size=2.5, marker="triangle", label=L("gerçek", "real"), opacity=0.6)
    ]
    for way in np.clip(points[:, :TRAILS], *LIMITS).transpose(1, 0, 2):
        layers.append(Line(way[:, 0], way[:, 1], "muted", 1.2))
    inside = np.abs(now).max(axis=1) <= EDGE
    if step < len(clean):
        some = np.flatnonzero(inside[:ARROWS])
        heads = np.clip(clean[step][some], *LIMITS)
        layers.append(Arrow(*now[some].T, *heads.T, "ink", width=1.0, opacity=0.35))
    layers.append(Points(now[inside, 0], now[inside, 1], "blue", size=3.5, label=L("üretilen", "generated")))
    title = L("Düzlem; ok: ağın temiz tahmini", "The plane; arrow: the guessed clean point")
    return Panel(layers, LIMITS, LIMITS, title, "x1", "x2", equal=True)


def _noise(steps, step):
    """The standard deviation of the noise that is left before each step, and after the last."""
    left = np.append(np.sqrt(1 - KEPT[levels(steps)]), 0.0)
    layers = [Line(np.arange(steps + 1), left, "purple", 2.5), Points([step], [left[step]], "purple", size=6)]
    title = L("Kalan gürültü (standart sapma)", "Noise left (standard deviation)")
    return Panel(layers, (0, max(steps, 2)), (0, 1.05), title, whole="x")


def _shares(near, covered, step):
    along, last = np.arange(step + 1), len(near) - 1
    layers = [
        Line(along, 100 * near[: step + 1], "blue", 2.5, label=L("istenen ayda", "on the wanted moon")),
        Line(along, 100 * covered[: step + 1], "green", 2.5, dash=True, label=L("kapsanan", "covered")),
        Points([step], [100 * near[step]], "blue", size=6),
        Points([step], [100 * covered[step]], "green", size=6, marker="square"),
    ]
    title = L("İstenen aydaki nokta, ayın kapsanan kısmı (%)", "Points on the wanted moon, part covered (%)")
    return Panel(layers, (0, max(last, 2)), (0, 105), title, L("adım", "step"), whole="x", height=1.15)


class DigitFilmExplorer(Explorer):
    """Ten digits on their way out of noise, for several strengths of guidance, beside the nearest training pictures.

    film: uint8 (guidance, step, 10, h, w); guidance: its values, rising; nearest: uint8 (guidance, 10, h, w), the training
    picture that is nearest to each finished digit; distances: float (guidance, 10), how far away it is.
    """

    name = "digit_film"
    recorded = ("step", "guidance")

    def __init__(self, film, guidance, nearest, distances, **options):
        self._film, self._guidance, self._nearest, self._distances = film, list(guidance), nearest, distances
        super().__init__(**options)

    def title(self):
        return L("Gürültüden rakama", "From noise to digits")

    def task(self):
        return L(
            "Oynatın: hangi adımda rakamın ne olduğu belli oluyor? Sonra son adımda yönlendirmeyi 0'dan en büyüğe götürün: "
            "ne kazanıyor, ne yitiriyorsunuz?",
            "Press play: in which step can you tell which digit it will be? Then, at the last step, move the guidance from 0 to "
            "the largest value: what do you gain, and what do you lose?",
        )

    def controls(self):
        return [
            Player("step", L("Kare", "Frame"), last=self._film.shape[1] - 1, value=0, fps=4),
            Choice(
                "guidance", L("Yönlendirme w", "Guidance w"), [(k, number(w)) for k, w in enumerate(self._guidance)], 2
            ),
        ]

    def presets(self):
        last = self._film.shape[1] - 1
        return {"free": {"step": last, "guidance": 0}, "guided": {"step": last, "guidance": len(self._guidance) - 1}}

    def scene(self, step, guidance):
        distance = self._distances[guidance]
        captions = [str(digit) for digit in range(10)]
        made = Panel([ImageGrid(self._film[guidance, step], captions, columns=10)],
                     title=L("Üretilen; altında istenen rakam", "Generated; below, the wanted digit"))  # fmt: skip
        title = L(
            "Biten resme en yakın eğitim resmi; altında uzaklığı",
            "Training picture nearest to the finished one; below, its distance",
        )
        near = Panel([ImageGrid(self._nearest[guidance], [number(d) for d in distance], columns=10)], title=title)
        frames, w = self._film.shape[1], number(self._guidance[guidance])
        words = L(
            f"{frames} karenin {step + 1}. karesi, w = {w}. Bitmiş rakamların en yakın "
            f"eğitim resmine uzaklığı ortalama {number(distance.mean())}, en az {number(distance.min())}.",
            f"Frame {step + 1} of {frames}, w = {w}. The finished digits are on average "
            f"{number(distance.mean())} away from the nearest training picture, at least {number(distance.min())}.",
        )
        return Scene([[made], [near]], words)
