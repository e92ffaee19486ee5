"""How the numbers of a training are named and written, for progress displays and figures alike."""

import math

from utils.language import L, number

# Keras' name: Turkish, Turkish after "doğrulama" (with the suffix that this asks for), English.
_NAMES = {
    "loss": ("kayıp", "kaybı", "loss"),
    "accuracy": ("doğruluk", "doğruluğu", "accuracy"),
    "mae": ("MAE", "MAE'si", "MAE"),
    "mse": ("MSE", "MSE'si", "MSE"),
    "rmse": ("RMSE", "RMSE'si", "RMSE"),
    "precision": ("kesinlik", "kesinliği", "precision"),
    "recall": ("duyarlılık", "duyarlılığı", "recall"),
    "f1_score": ("F1", "F1'i", "F1"),
    "auc": ("AUC", "AUC'si", "AUC"),
    "reconstruction_loss": ("yeniden oluşturma kaybı", "yeniden oluşturma kaybı", "reconstruction loss"),
    "kl_loss": ("KL kaybı", "KL kaybı", "KL loss"),
    "learning_rate": ("öğrenme oranı", "öğrenme oranı", "learning rate"),
}
_ALIASES = {
    "acc": "accuracy",
    "binary_accuracy": "accuracy",
    "categorical_accuracy": "accuracy",
    "sparse_categorical_accuracy": "accuracy",
    "mean_absolute_error": "mae",
    "mean_squared_error": "mse",
    "root_mean_squared_error": "rmse",
}
_KNOWN = sorted([*_NAMES, *_ALIASES], key=len, reverse=True)  # the longest that fits is meant
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def metric_name(name: str) -> str:
    """Return the reader's word for Keras' ``name``: "val_loss" is "doğrulama kaybı", "validation loss".

    What stands before a known name stays (several outputs): "size_loss" is "size kaybı", "size loss". Of an
    unknown name the words stay, without the underscores.
    """
    base = name.removeprefix("val_")
    known = next((key for key in _KNOWN if base == key or base.endswith(f"_{key}")), "")
    output = base.removesuffix(known).strip("_").replace("_", " ")
    words = [L("doğrulama", "validation")] if name.startswith("val_") else []
    words += [output] if output else []
    if known:
        tr, tr_with_suffix, en = _NAMES[_ALIASES.get(known, known)]
        words.append(L(tr_with_suffix if words else tr, en))
    return " ".join(words)


def metric_value(value: float) -> str:
    """Write ``value`` with three significant digits in the reader's language: 0,0524 · 2,30 · 1,20·10⁻⁵."""
    value = float(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else L("sonsuz", "infinite")
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.2e}".split("e")
    power = int(exponent)
    if -4 <= power < 6:
        return number(value, max(0, 2 - power))
    return f"{number(float(mantissa))}·10{str(power).translate(_RAISED)}"
