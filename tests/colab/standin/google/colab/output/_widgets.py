"""Where Colab's page finds that manager."""

_installed_url = "https://colab.invalid/manager.js"
