"""What every test shares: a reader's language, and a progress file that is not the developer's own."""

import pytest
from hypothesis import settings

from utils import language

# Seconds say nothing on a busy machine; the timeouts that are tested are tested by name.
settings.register_profile("course", deadline=None)
settings.load_profile("course")


@pytest.fixture(autouse=True)
def no_traces(monkeypatch, tmp_path):
    """Give each test its own progress file and leave no chosen language behind."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    yield
    language._current = None


@pytest.fixture(params=["tr", "en"])
def reader(request):
    """Run the test once per language, with that language chosen."""
    language.use_language(request.param)
    return request.param
