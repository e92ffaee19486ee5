"""What the lessons share: data sets, figures, explorers, checks and training helpers.

Importing ``utils`` costs nothing: every subpackage, and TensorFlow above all, is imported only where it is used.
"""

import sys

from utils import in_browser
from utils.moved import MovedFinder

sys.meta_path.append(MovedFinder)
in_browser.install()
