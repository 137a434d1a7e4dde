"""Rule packs: read, composed, checked, frozen, compared. Doors are re-exported here."""

from bihuan.packs.canonical import Fingerprints, canonical, fingerprints
from bihuan.packs.checking import check_pack, has_errors
from bihuan.packs.codes import CODES, Code
from bihuan.packs.comparing import Aspect, Change, ChangeKind, compare_packs
from bihuan.packs.freezing import freeze, thaw, verify_frozen
from bihuan.packs.loading import LoadedPack, load_pack
from bihuan.packs.plain_packs import pack_as_plain, pack_from_plain
from bihuan.packs.schema import pack_json_schema
from bihuan.packs.workbook.exporting import export_workbook
from bihuan.packs.workbook.importing import import_workbook, read_workbook
from bihuan.packs.workbook.reading_apart import read_workbook_apart
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
    "pack_as_plain",
    "pack_from_plain",
    "pack_json_schema",
    "read_workbook",
    "read_workbook_apart",
    "thaw",
    "verify_frozen",
    "write_pack",
]
