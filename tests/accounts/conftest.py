from tests.factories.world import _assets_folder

__all__ = ["_assets_folder"]
