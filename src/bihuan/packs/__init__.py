"""Rule packs: read, composed, checked, frozen, compared. Doors are re-exported here."""

from bihuan.packs.checking import check_pack, has_errors
from bihuan.packs.codes import CODES, Code
from bihuan.packs.loading import LoadedPack, load_pack

__all__ = ["CODES", "Code", "LoadedPack", "check_pack", "has_errors", "load_pack"]
