"""Fetches the files browsers load that others made, at the versions package-lock.json fixes, and makes the icon sprite.

Run by ``make setup`` and ``bihuan-site assets``. Nothing it writes is in git; when nothing changed it returns at once.
"""

import difflib
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
SITE = Path(__file__).resolve().parents[1]
VENDOR = SITE / "shared" / "static" / "vendor"
BUILD = PROJECT / "build"
ICON_NAMES = SITE / "shared" / "icons.txt"
ICONS = Path("@tabler/icons/icons/outline")
OLDEST_NODE = 18

# Where a file stands in node_modules, and where the site or its tests look for it.
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": VENDOR / "bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": VENDOR / "bootstrap.bundle.min.js",
    "htmx.org/dist/htmx.min.js": VENDOR / "htmx.min.js",
    "echarts/dist/echarts.esm.min.js": VENDOR / "echarts.esm.min.js",
    "axe-core/axe.min.js": BUILD / "axe.min.js",
}
SPRITE = VENDOR / "icons.svg"
LICENCES = VENDOR / "licences.txt"
STAMP = VENDOR / ".made-from"

SOURCE_MAP = re.compile(r"^\s*(?://|/\*)[#@] sourceMappingURL=\S+(?:\s*\*/)?\s*$", re.M)
LICENCE = re.compile(r"(?:licen[cs]e|notice|copyrightnotice)(?:\.\w+)?$", re.I)
DRAWING = re.compile(r"<svg[^>]*>(?P<shapes>.*)</svg>", re.S)
CANVAS = re.compile(
    r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>'
)  # the empty square every drawing begins with
# The width of the stroke is left to the style sheet of the page.
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
    'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
)


class AssetsMissing(Exception):
    """What keeps the files from being fetched, in words for the person at the terminal."""


def fetch(project: Path = PROJECT) -> bool:
    """Bring every file up to date; returns whether there was anything to do."""
    if not (project / "package.json").is_file():
        if SPRITE.is_file():
            return False  # installed from a wheel, which carries the files
        raise AssetsMissing("找不到 package.json。请在源码目录里运行。")
    made_from = fingerprint([project / "package.json", project / "package-lock.json", ICON_NAMES, Path(__file__)])
    results = [*FILES.values(), SPRITE, LICENCES]
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == made_from and all(path.is_file() for path in results):
        return False
    STAMP.unlink(missing_ok=True)
    modules = project / "node_modules"
    install(project)
    check_versions(project, modules)
    for source, target in FILES.items():
        place(modules / source, target)
    write(SPRITE, sprite(icon_names(ICON_NAMES), modules / ICONS))
    write(LICENCES, licences(project, modules))
    write(STAMP, made_from)
    return True


def fingerprint(paths: Iterable[Path]) -> str:
    """One value for the contents of all the files named."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def install(project: Path) -> None:
    """Put the locked packages into node_modules, unless they are there; no package runs a program of its own."""
    stamp, locked = project / "node_modules" / ".made-from", fingerprint([project / "package-lock.json"])
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == locked:
        return
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise AssetsMissing("找不到 node 或 npm。Debian 系统请运行：sudo apt-get install -y nodejs npm")
    version = run([node, "--version"], project).strip()
    if int(version.removeprefix("v").split(".")[0]) < OLDEST_NODE:
        raise AssetsMissing(f"需要 Node.js {OLDEST_NODE} 或更高版本，而这里是 {version}。")
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], project)
    write(stamp, locked)


def run(command: list[str], folder: Path) -> str:
    """The output of a command; its complaint becomes ours."""
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")  # noqa: S603 fixed words, no shell
    if done.returncode:
        raise AssetsMissing(f"{' '.join(command)} 没有成功：\n{done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def check_versions(project: Path, modules: Path) -> None:
    """Refuse a folder whose packages are not the ones package.json fixes."""
    for name, wanted in wanted_versions(project).items():
        found = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))["version"]
        if found != wanted:
            raise AssetsMissing(f"{name} 应为 {wanted}，装到的是 {found}。请改 package.json 后运行 make lock。")


def wanted_versions(project: Path) -> dict[str, str]:
    """Each package of package.json and its exact version, by name."""
    package = json.loads((project / "package.json").read_text(encoding="utf-8"))
    return dict(sorted({**package["dependencies"], **package["devDependencies"]}.items()))


def place(source: Path, target: Path) -> None:
    """Copy a file; the address of a source map goes, because the map is not copied."""
    write(target, SOURCE_MAP.sub("", source.read_text(encoding="utf-8")).rstrip() + "\n")


def write(target: Path, text: str) -> None:
    """Write a file whole, or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(target)


def icon_names(listed: Path) -> list[str]:
    """The names in the list, sorted, each once; ``#`` starts a remark."""
    lines = (line.split("#")[0].strip() for line in listed.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line})


def sprite(names: Iterable[str], drawings: Path) -> str:
    """One SVG with a symbol for every icon named, its id the icon's name."""
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols(names, drawings), "</svg>"]) + "\n"


def symbols(names: Iterable[str], drawings: Path) -> Iterator[str]:
    """The symbols; a name nobody drew is answered with the nearest that exist."""
    for name in names:
        drawing = drawings / f"{name}.svg"
        if not drawing.is_file():
            near = difflib.get_close_matches(name, sorted(path.stem for path in sorted(drawings.glob("*.svg"))), n=5)
            raise AssetsMissing(f"icons.txt 里的图标 {name} 不存在。相近的有：{'、'.join(near) or '无'}。")
        found = DRAWING.search(drawing.read_text(encoding="utf-8"))
        if found is None:
            raise AssetsMissing(f"{drawing.name} 不是一个图标。")
        shapes = CANVAS.sub("", found["shapes"]).splitlines()
        yield SYMBOL.format(name=name, shapes="".join(line.strip() for line in shapes))


def licences(project: Path, modules: Path) -> str:
    """The licence of every package that goes out with the site, also of those inside another's file."""
    locked = json.loads((project / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    texts = []
    for place_of, package in sorted(locked.items()):
        if place_of and not package.get("dev"):
            name = place_of.removeprefix("node_modules/")
            found = sorted(path for path in sorted((modules / name).iterdir()) if LICENCE.match(path.name))
            words = [path.read_text(encoding="utf-8").strip() for path in found] or [package["license"]]
            texts.append("\n\n".join([f"==== {name} {package['version']} ====", *words]))
    return "\n\n\n".join(texts) + "\n"


def main() -> int:
    """For ``python -m bihuan_site.config.assets``."""
    try:
        fetched = fetch()
    except AssetsMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    if fetched:
        print(f"网页用的第三方文件已就绪：{len(FILES)} 个文件，{len(icon_names(ICON_NAMES))} 个图标。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
