"""The drawings of lesson 29: an autoencoder, and a VAE with its two terms and the noise outside the gradient's path."""

from utils.language import L
from utils.plots.diagram import Diagram

DATA, NETWORK, CODE, CLOUD, NOISE = "blue", "green", "orange", "orange", "muted"  # what each colour stands for
REBUILDING, DIVERGENCE = "sky", "purple"  # the colours of the two terms of the loss


def draw_autoencoder():
    """Draw x, the encoder, the code, the decoder and the rebuilt x, with the error that compares the two ends."""
    drawing = Diagram(12.4, 4.7, title=L("Otokodlayıcı", "Autoencoder"))
    middle = 3.1
    x = drawing.box((0.9, middle), "$x$\n(784)", height=1.1, width=1.2, color=DATA)
    encoder = drawing.funnel((3.4, middle), _encoder("f"), width=2.2, left=2.6, right=1.1, color=NETWORK)
    code = drawing.box((6.2, middle), "$z$\n(2)", height=0.9, width=0.9, color=CODE)
    decoder = drawing.funnel((9.0, middle), _decoder("g"), width=2.2, left=1.1, right=2.6, color=NETWORK)
    rebuilt = drawing.box((11.5, middle), "$\\hat{x}$\n(784)", height=1.1, width=1.2, color=DATA)
    for start, end in [(x, encoder), (encoder, code), (code, decoder), (decoder, rebuilt)]:
        drawing.arrow(start, end, color=DATA)
    drawing.note((6.2, middle + 0.85), L("darboğaz", "bottleneck"))
    error = drawing.box(
        (6.2, 0.7), L("yeniden oluşturma hatası $E$", "reconstruction error $E$"), width=4.2, color=REBUILDING
    )
    drawing.arrow(x, (x.centre[0], 0.7), error, color=REBUILDING)
    drawing.arrow(rebuilt, (rebuilt.centre[0], 0.7), error, color=REBUILDING)
    return drawing.figure


def draw_vae():
    """Draw a VAE: mean and log variance, the noise that enters from outside, and the two terms of the loss."""
    drawing = Diagram(14.6, 7.4, size=0.8, title=L("Varyasyonel otokodlayıcı (VAE)", "Variational autoencoder (VAE)"))
    middle, high, low, bottom, top = 3.9, 4.9, 2.9, 0.6, 6.7
    x = drawing.box((0.8, middle), "$x$\n(784)", height=1.1, width=1.1, color=DATA)
    encoder = drawing.funnel((2.9, middle), _encoder(), width=1.9, left=3.0, right=2.4, color=NETWORK)
    cloud = drawing.frame((4.35, low - 0.75), 2.5, high - low + 1.5, color=CLOUD)
    mean = drawing.box((5.6, high), L("ortalama\n$\\mu$", "mean\n$\\mu$"), width=2.0, height=1, color=CLOUD)
    variance = L("log varyans\n$\\ln \\sigma^2$", "log variance\n$\\ln \\sigma^2$")
    spread = drawing.box((5.6, low), variance, width=2.0, height=1, color=CLOUD)
    times = drawing.circle((8.2, low), "×", color=CODE)
    add = drawing.circle((8.2, middle), "+", color=CODE)
    code = drawing.box((9.6, middle), "$z$\n(2)", width=0.9, height=0.9, color=CODE)
    decoder = drawing.funnel((11.6, middle), _decoder(), width=1.9, left=1.1, right=3.0, color=NETWORK)
    rebuilt = drawing.box((13.8, middle), "$\\hat{x}$\n(784)", height=1.1, width=1.1, color=DATA)
    drawing.arrow(x, encoder, color=DATA)
    drawing.arrow((encoder.right[0], high), mean, color=DATA)
    drawing.arrow((encoder.right[0], low), spread, color=DATA)
    drawing.arrow(mean, (8.2, high), add, color=DATA)
    drawing.arrow(spread, times, color=DATA, note="$\\sigma$")
    for start, end in [(times, add), (add, code), (code, decoder), (decoder, rebuilt)]:
        drawing.arrow(start, end, color=DATA)

    noise = drawing.box((8.2, 1.7), "$\\varepsilon \\sim N(0, I)$", width=2.1, height=0.7, color=NOISE, dashed=True)
    drawing.arrow(noise, times, color=NOISE, dashed=True)
    drawing.note(
        (9.4, 1.7),
        L("gürültü, gradyanın\nyolu dışında", "noise, outside the\npath of the gradient"),
        size=12,
        align="left",
    )

    rebuilding = drawing.box(
        (5.6, bottom), L("yeniden oluşturma kaybı", "reconstruction loss"), width=3.8, color=REBUILDING
    )
    divergence = drawing.box((5.6, top), "KL", width=1.4, height=0.7, color=DIVERGENCE)
    drawing.arrow(x, (x.centre[0], bottom), rebuilding, color=REBUILDING)
    drawing.arrow(rebuilt, (rebuilt.centre[0], bottom), rebuilding, color=REBUILDING)
    drawing.arrow(cloud, divergence, color=DIVERGENCE)
    total = L(
        "$L$ = yeniden oluşturma kaybı + $\\beta$ · KL",
        "$L$ = reconstruction loss + $\\beta$ · KL",
    )
    drawing.note((10.6, top), total, size=14)
    return drawing.figure


def _encoder(symbol=""):
    return L("kodlayıcı", "encoder") + (f"\n${symbol}$" if symbol else "")


def _decoder(symbol=""):
    return L("kod\nçözücü", "decoder") + (f" ${symbol}$" if symbol else "")
