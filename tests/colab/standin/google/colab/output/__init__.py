"""What anywidget asks of Colab: to show widgets by the page's own manager."""

from google.colab.output import _widgets as _widgets


def enable_custom_widget_manager():
    pass
