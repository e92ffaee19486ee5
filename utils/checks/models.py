"""What checks ask of every network that a student hands back."""

from utils.checks.engine import expect, wrong
from utils.language import L


def expect_model(model, known: bool, **facts) -> None:
    """End the check where nothing came back, or something that is no Keras model (``known``: it has what is asked of it)."""
    expect(
        model is not None,
        L("Fonksiyonun sonunda `return model` eksik.", "The function lacks a `return model`."),
        "no_return",
    )
    refuse_history(model)
    if not known and not getattr(model, "built", True):
        message = L(
            "Modelin kaç girdi alacağı belli değil: ilk sıraya bir `keras.Input(...)` yazın.",
            "The model does not know how many inputs it takes: put a `keras.Input(...)` first.",
        )
        wrong(message, "no_input")
    expect(known, L("Bir Keras modeli bekleniyordu.", "A Keras model was expected."), "not_a_model", **facts)


def refuse_history(model) -> None:
    """End the check where the student returned what ``fit`` gave."""
    expect(
        type(model).__name__ != "History",
        L(
            "`fit` modeli değil, eğitimin geçmişini döndürür. `fit` ile eğitin, sonra modelin kendisini döndürün.",
            "`fit` returns the history of the training, not the model. Train with `fit`, then return the model itself.",
        ),
        "returns_history",
    )


def call_untrained(report: str, training: str) -> None:
    """End the check: after ``report`` say that nothing was learned and ask for the call that trains, "fit" or "train"."""
    why = L(
        f"Model eğitilmemiş görünüyor: `{training}` çağırdınız mı?",
        f"The model seems untrained: did you call `{training}`?",
    )
    wrong(report + why, "not_trained")
