"""Rule packs: read, composed, checked, frozen, compared. Doors are re-exported here."""

from bihuan.packs.codes import CODES, Code
from bihuan.packs.loading import LoadedPack, load_pack

__all__ = ["CODES", "Code", "LoadedPack", "load_pack"]
