"""An invented department with its known truth, for the demonstration, the tests and the measurements."""

from bihuan.runners.demo_data.demo_files import write_demo
from bihuan.runners.demo_data.enrolling import make_roster
from bihuan.runners.demo_data.half_before import make_half_before
from bihuan.runners.demo_data.making import make_demo
from bihuan.runners.demo_data.roster import Member, Roster
from bihuan.runners.demo_data.truth import DemoData, Planted, UnitSheet

__all__ = [
    "DemoData",
    "Member",
    "Planted",
    "Roster",
    "UnitSheet",
    "make_demo",
    "make_half_before",
    "make_roster",
    "write_demo",
]
