"""Stands for the package by which a notebook knows that it runs in Google Colab."""
