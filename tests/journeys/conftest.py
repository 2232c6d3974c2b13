from collections.abc import Iterator

import pytest

from tests.running_site import REPOSITORY, RunningSite, free_port, served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Serve the British pack with an imported statement, and Norland beside it."""
    running = RunningSite(tmp_path_factory.mktemp("site") / "var", free_port())
    with served(running):
        norland = str(REPOSITORY / "content" / "norland")
        added = running.command("embassy", "add", norland, "--host", "norland.localhost")
        assert added.returncode == 0, added.stderr
        statement = str(REPOSITORY / "tests" / "statements" / "examples" / "en-pasted-page.txt")
        imported = running.command("import", "statement", statement, "--embassy", "gb")
        assert imported.returncode == 0, imported.stderr
        yield running
