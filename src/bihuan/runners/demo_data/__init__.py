"""An invented department with its known truth, for the demonstration, the tests and the measurements."""

from bihuan.runners.demo_data.demo_files import write_demo
from bihuan.runners.demo_data.making import make_demo
from bihuan.runners.demo_data.truth import DemoData, Planted, UnitSheet

__all__ = ["DemoData", "Planted", "UnitSheet", "make_demo", "write_demo"]
