"""`make audit`: known holes in what we stand on, odd places in our code, and a scanner at the running suite.

    python tests/audit/run.py [dependencies] [code] [signed-out] [adviser] [participant]

Ends with 1 if anything was found that nobody has looked at (`reviewed.yaml`). What could not be done is said
in a line of its own, and is not counted as done.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TOOLS, SCANNER = ROOT / ".venv-audit" / "bin", ROOT / ".venv-scanner" / "bin"
CODE = ("chassis", "services", "gateway", "demo")
SECONDS = 60
"""For each scan of the pages."""
MODULES = "cookieflags,crlf,csp,csrf,exec,file,http_headers,methods,permanentxss,redirect,sql,xss"
"""None that needs a server elsewhere to call back to."""
NEVER = ("/sign-out", "/account/sign-out-everywhere", "/account/password", "/account/organisation")


@dataclass(frozen=True)
class Found:
    """Something that a tool complains of: what, where, and in its own words."""

    what: str
    where: str
    words: str


class NotDone(Exception):
    """It could not be done here; why."""


def dependencies() -> Iterator[Found]:
    """Known vulnerabilities of what constraints.txt pins."""
    reasons = []
    for service in ("pypi", "osv"):
        asked = [TOOLS / "pip-audit", "-r", ROOT / "constraints.txt", "--no-deps", "--disable-pip"]
        done = subprocess.run(
            [*asked, "-s", service, "-f", "json"], capture_output=True, text=True, timeout=900
        )
        try:
            packages = json.loads(done.stdout)["dependencies"]
        except (ValueError, KeyError):
            reasons.append(f"{service}: {(done.stderr.strip().splitlines() or ['no answer'])[-1][:120]}")
            continue
        known = [package for package in packages if "skip_reason" not in package]
        if not known:
            reasons.append(f"{service}: it answers, and knows none of the {len(packages)} packages")
            continue
        print(f"  {len(known)} of {len(packages)} packages were looked up at {service}")
        for package in known:
            for hole in package["vulns"]:
                yield Found(hole["id"], f"{package['name']} {package['version']}", hole["description"][:200])
        return
    raise NotDone(f"the advisories cannot be reached from here ({'; '.join(reasons)})")


def code() -> Iterator[Found]:
    """Bandit over all that runs."""
    asked = [TOOLS / "bandit", "-q", "-r", *CODE, "-f", "json"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    said = json.loads(done.stdout)
    print(f"  {said['metrics']['_totals']['loc']} lines")
    for each in said["results"]:
        yield Found(
            each["test_id"],
            each["filename"].removeprefix("./"),
            f"line {each['line_number']}: {each['issue_text']}",
        )


def scan_as(who: str | None) -> Callable[[], Iterator[Found]]:
    """Wapiti over a suite in which the journey was played, as one of the cast or as nobody."""

    def scan() -> Iterator[Found]:
        sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]
        from suites import Performance

        with tempfile.TemporaryDirectory(prefix="audit-") as home:
            Path(home).chmod(0o755)
            performance = Performance(Path(home))
            try:
                performance.start()
                performance.play()
                token = None
                if who is not None:
                    performance.stage[who].sign_in()
                    token = performance.stage[who].token
                yield from _scanned(performance.stage.base, who or "nobody", token, Path(home))
            finally:
                performance.end()

    return scan


def _scanned(base: str, who: str, token: str | None, home: Path) -> Iterator[Found]:
    report = home / f"wapiti-{who}.json"
    asked = [SCANNER / "wapiti", "-u", f"{base}/", "--scope", "folder", "-m", MODULES]
    asked += ["--store-session", home / "wapiti", "--store-config", home / "wapiti-config"]
    asked += ["--flush-session", "--no-bugreport"]
    asked += [
        "--max-scan-time",
        str(SECONDS),
        "--max-attack-time",
        "25",
        "-t",
        "10",
        "-f",
        "json",
        "-o",
        report,
    ]
    for address in NEVER:
        asked += ["-x", f"{base}{address}"]
    if token:
        # In a file: of what is given on the command line the scanner sends nothing.
        (home / "cookies.json").write_text(json.dumps(_cookie(token)))
        asked += ["-c", home / "cookies.json"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=SECONDS * 6)
    if not report.exists():
        raise NotDone(f"wapiti wrote no report as {who}: {done.stdout[-200:]}")
    said: dict[str, Any] = json.loads(report.read_text())
    print(f"  as {who}: {said['infos']['crawled_pages_nbr']} pages and forms")
    for kind in ("vulnerabilities", "anomalies"):
        for name, each in ((name, one) for name, many in said[kind].items() for one in many):
            yield Found(
                name,
                each["path"],
                f"as {who}, {each['method']} {each.get('parameter')}: {each['info'][:200]}",
            )


def _cookie(token: str) -> dict[str, Any]:
    """A session as wapiti keeps it: by host, path and name."""
    said = {"value": token, "expires": None, "secure": False, "port": None, "version": 0}
    return {"127.0.0.1": {"/": {"workstead": said}}}


PARTS: dict[str, tuple[str, Callable[[], Iterator[Found]]]] = {
    "dependencies": ("advisories", dependencies),
    "code": ("bandit", code),
    "signed-out": ("wapiti", scan_as(None)),
    "adviser": ("wapiti", scan_as("anwen")),
    "participant": ("wapiti", scan_as("amina")),
}


def main(wanted: list[str]) -> int:
    """Do what was asked for, or all; whether something is left to look at."""
    reviewed = yaml.safe_load((HERE / "reviewed.yaml").read_text(encoding="utf-8"))
    left = 0
    for name in wanted or PARTS:
        tool, part = PARTS[name]
        print(f"{name}:", flush=True)
        try:
            left += _judged(list(part()), reviewed.get(tool, []))
        except NotDone as reason:
            print(f"  NOT DONE: {reason}")
    return 1 if left else 0


def _judged(found: list[Found], reviewed: list[dict[str, str]]) -> int:
    """How many nobody has looked at, and how many reviews are of nothing any more."""
    used: set[int] = set()
    new = []
    for each in found:
        known = [number for number, review in enumerate(reviewed) if _is_about(review, each)]
        used.update(known)
        new += [] if known else [each]
    stale = [review for number, review in enumerate(reviewed) if number not in used]
    print(f"  {len(found)} found, {len(found) - len(new)} of them looked at before")
    for each in new:
        print(f"  NEW {each.what} {each.where} ({each.words})")
    for review in stale:
        print(f"  STALE review of {review.get('test') or review.get('finding')} at {review['where']}")
    return len(new) + len(stale)


def _is_about(review: dict[str, str], found: Found) -> bool:
    return (review.get("test") or review.get("finding")) == found.what and fnmatch(
        found.where, review["where"]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
