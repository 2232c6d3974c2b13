from tests.factories.world import _assets_folder, embassies, raised

__all__ = ["_assets_folder", "embassies", "raised"]
