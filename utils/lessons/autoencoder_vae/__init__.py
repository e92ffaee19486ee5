"""Lesson 29, Autoencoders and the VAE: its explorer and its checks."""

from utils.lessons.autoencoder_vae import checks as check
from utils.lessons.autoencoder_vae.explorer import LatentPlaneExplorer

__all__ = ["LatentPlaneExplorer", "check"]
