"""Rule packs: read, composed, checked, frozen, compared. Doors are re-exported here."""

from bihuan.packs.canonical import Fingerprints, canonical, fingerprints
from bihuan.packs.checking import check_pack, has_errors
from bihuan.packs.codes import CODES, Code
from bihuan.packs.comparing import Aspect, Change, ChangeKind, compare_packs
from bihuan.packs.freezing import freeze, thaw, verify_frozen
from bihuan.packs.loading import LoadedPack, load_pack
from bihuan.packs.schema import pack_json_schema
from bihuan.packs.workbook.exporting import export_workbook
from bihuan.packs.workbook.importing import import_workbook, read_workbook
from bihuan.packs.writing import write_pack

__all__ = [
    "CODES",
    "Aspect",
    "Change",
    "ChangeKind",
    "Code",
    "Fingerprints",
    "LoadedPack",
    "canonical",
    "check_pack",
    "compare_packs",
    "export_workbook",
    "fingerprints",
    "freeze",
    "has_errors",
    "import_workbook",
    "load_pack",
    "pack_json_schema",
    "read_workbook",
    "thaw",
    "verify_frozen",
    "write_pack",
]
