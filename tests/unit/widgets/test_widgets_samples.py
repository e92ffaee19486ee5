"""The sample explorers keep what every explorer must keep."""

import pytest

from tests.unit.widgets.explorers import check_explorer
from tests.unit.widgets.sample_explorers import SAMPLES


@pytest.mark.parametrize("explorer", SAMPLES, ids=lambda explorer: explorer.__name__)
def test_samples_keep_their_promises(explorer):
    check_explorer(explorer)
