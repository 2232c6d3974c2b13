from ambasada.prisoners.actions.importing import Imported, Source, Told, import_prisoners

__all__ = ["Imported", "Source", "Told", "import_prisoners"]
