"""The drawing of lesson 30: a generative adversarial network, its two losses and the way of each loss's gradient."""

from utils.language import L
from utils.plots.diagram import Diagram

GENERATOR, DISCRIMINATOR, REAL, FLOW = "blue", "purple", "orange", "muted"  # what each colour stands for
UPPER, LOWER = 4.6, 2.2  # heights: what is generated and its loss, what is real and the discriminator's loss
TOP, BOTTOM = 6.0, 0.8  # heights of the gradients' lines


def draw_gan():
    """Draw the networks, what runs forward (solid) and the gradients that run back (dashed), each to its own network."""
    drawing = Diagram(13.4, 6.8, size=0.73, title=L("Çekişmeli üretici ağ", "A generative adversarial network"))
    noise = drawing.circle((0.9, UPPER), "$z$", radius=0.45)
    generator = drawing.box((3.1, UPPER), L("üretici\n$G$", "generator\n$G$"), width=1.7, height=1.3, color=GENERATOR)
    fake = drawing.box((5.7, UPPER), L("sahte\n$G(z)$", "fake\n$G(z)$"), width=1.3, height=1.1, color=GENERATOR)
    real = drawing.box((5.7, LOWER), L("gerçek\n$x$", "real\n$x$"), width=1.3, height=1.1, color=REAL)
    words = L("ayırt edici\n$D$", "discriminator\n$D$")
    judge = drawing.box((8.5, (TOP + BOTTOM) / 2), words, width=2.2, height=TOP - BOTTOM + 0.8, color=DISCRIMINATOR)
    of_generator = drawing.box((12.6, UPPER), "$L_G$", height=0.9, color=GENERATOR, size=17)
    of_discriminator = drawing.box((12.6, LOWER), "$L_D$", height=0.9, color=DISCRIMINATOR, size=17)
    drawing.note((0.9, UPPER - 0.75), L("gürültü", "noise"))
    drawing.note((5.7, LOWER - 0.85), L("veri kümesinden", "from the data set"), size=12)

    left, right = judge.left[0], judge.right[0]
    drawing.arrow(noise, generator)
    drawing.arrow(generator, fake)
    drawing.arrow(fake, (left, UPPER))
    drawing.arrow(real, (left, LOWER))
    drawing.arrow((right, UPPER), of_generator, note="$D(G(z))$")
    drawing.arrow((right, LOWER), of_discriminator, note="$D(x)$, $D(G(z))$")

    drawing.arrow(of_generator, (12.6, TOP), (right, TOP), color=GENERATOR, dashed=True)
    drawing.arrow((left, TOP), (3.1, TOP), generator, color=GENERATOR, dashed=True)
    drawing.arrow(of_discriminator, (12.6, BOTTOM), (right, BOTTOM), color=DISCRIMINATOR, dashed=True)
    passes = L("içinden geçer,\n$D$ değişmez", "passes through,\n$D$ stays as it is")
    drawing.note((8.5, TOP - 0.05), passes, size=11)
    drawing.note((5.2, TOP + 0.35), L("$G$ güncellenir", "$G$ is updated"))
    drawing.note((8.5, BOTTOM), L("$D$ güncellenir", "$D$ is updated"), size=12)
    drawing.arrow((0.4, 1.3), (1.4, 1.3), color=FLOW)
    drawing.note((1.6, 1.3), L("ileri hesap", "forward pass"), align="left")
    drawing.arrow((1.4, BOTTOM - 0.1), (0.4, BOTTOM - 0.1), color=FLOW, dashed=True)
    drawing.note((1.6, BOTTOM - 0.1), L("gradyan", "gradient"), align="left")
    return drawing.figure
