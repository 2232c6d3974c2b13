"""The public vectors of age (C2SP/CCTV), through the age code of our own bundle in a browser."""

from pathlib import Path

from tests.sealing.laboratory import Laboratory, bundle

EVERY_VECTOR = 143


def test_every_public_vector_of_age_comes_out_right(laboratory: Laboratory, tmp_path: Path) -> None:
    script = bundle("cctv-age", tmp_path / "vectors.js", name="vectorsOfAge")
    laboratory.page.add_script_tag(path=script)

    met = laboratory("runVectorsOfAge")

    assert met == {"count": EVERY_VECTOR, "wrong": {}}
