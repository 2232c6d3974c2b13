"""The cases of the faked desk: what it tells of them, and what members do with one."""

import base64
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ambasada.casework.models import Outcome
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.outside import Malformed, check_letter, check_wrap, check_wraps
from ambasada.lib.sealing.wraps import wrap
from tests.journeys.sealed_people import EMBASSY, Case, Duty, Row

Answer = tuple[int, bytes, str]
_PART = 2**18


class Unknown(Exception):
    """There is nothing there, or nothing for whoever asks."""


class Behind(Exception):
    """Something was written meanwhile."""


@dataclass(frozen=True)
class Asked:
    """A request: how, for what, and with what."""

    method: str
    path: str
    body: dict[str, Any]


@dataclass(kw_only=True)
class FakedCases:
    """The cases, who has one open, and whom a colleague made a wrap for."""

    cases: list[Case] = field(default_factory=list)
    present: dict[str, set[str]] = field(default_factory=dict)
    closed: list[tuple[str, str, str]] = field(default_factory=list)
    given: list[tuple[Case, str]] = field(default_factory=list)

    def rows_for(self, duty: Duty) -> list[dict[str, Any]]:
        """Return a member’s queue."""
        return [self._row(case, duty) for case in self.cases if self._own(case, duty)]

    def begin_notes(self, case: Case, identity: Identity) -> None:
        """Begin the notes of a case with a key that nobody on duty made."""
        case.wraps["notes", 1] = {
            each.kid: wrap(identity, for_recipient=each.recipient) for each in case.roster.entries
        }
        case.epochs["notes"] = 1

    def of_case(self, asked: Asked, duty: Duty, *, labels: Collection[str]) -> Answer:
        """Answer a request for a case, a letter or a file."""
        _, _, what, name, *rest = asked.path.split("/")
        if what == "letter":
            return 200, self._letter_of(name), "application/octet-stream"
        if what == "blob":
            return self._file(name, rest)
        case = next((each for each in self.cases if each.ref == name), None)
        if what != "case" or case is None or not self._own(case, duty):
            raise Unknown
        if asked.method == "GET":
            self.present.setdefault(case.ref, set()).add(duty.kid)
            return answered(self._shown(case, duty))
        if asked.method == "PUT":
            case.blobs[rest[1]] = case.blobs.get(rest[1], b"") + asked.body["part"]
            return answered({}, status=201)
        doors: Mapping[str, Callable[[Case, dict[str, Any]], Answer]] = {
            "letter": self._keep_letter,
            "wrap": self._keep_wrap,
            "epoch": lambda case, body: self._keep_epoch(case, body, labels),
            "acknowledge": self._acknowledge,
            "close": self._close,
        }
        return doors[rest[0]](case, asked.body)

    def of_many(self, asked: Asked, duty: Duty) -> Answer:
        """Close many, or hand over many with their letters."""
        named = [each for each in self.cases if each.ref in asked.body["refs"]]
        seen = [each for each in named if self._own(each, duty)]
        if asked.path == "/s/cases/spam":
            for each in seen:
                self._close(each, {"type": "other", "outcome": "spam"})
            return answered({"closed": len(seen)})
        return answered({"cases": [self._whole(each, duty) for each in seen]})

    def _whole(self, case: Case, duty: Duty) -> dict[str, Any]:
        letters = [
            _told(row) | {"sealed": base64.b64encode(row.sealed).decode()} for row in case.rows
        ]
        told = {"ref": case.ref, "case": case.keys.case, "wraps": self._own(case, duty)}
        return _about(case) | told | {"letters": letters}

    def letters_named(self, ids: Collection[str], duty: Duty) -> Answer:
        """Hand over letters of any cases."""
        seen = [row for each in self.cases if self._own(each, duty) for row in each.rows]
        letters = [
            {"id": row.id, "sealed": base64.b64encode(row.sealed).decode()}
            for row in seen
            if row.id in ids
        ]
        return answered({"letters": letters})

    def _letter_of(self, name: str) -> bytes:
        found = (row.sealed for case in self.cases for row in case.rows if row.id == name)
        return _or_unknown(next(found, None))

    def _file(self, name: str, rest: list[str]) -> Answer:
        sealed = next((case.blobs[name] for case in self.cases if name in case.blobs), b"")
        parts = [sealed[start : start + _PART] for start in range(0, len(sealed), _PART)]
        if not rest:
            return answered({"parts": list(range(len(parts)))})
        part = parts[int(rest[0])] if int(rest[0]) < len(parts) else None
        return 200, _or_unknown(part), "application/octet-stream"

    def _keep_letter(self, case: Case, body: dict[str, Any]) -> Answer:
        sealed = base64.b64decode(body["letter"], validate=True)
        check_letter(sealed)
        stream, epoch = body["stream"], body["epoch"]
        if stream not in case.epochs:
            raise Malformed
        if not 0 < epoch <= case.epochs[stream] or body["after"] != len(case.of(stream)):
            raise Behind
        if not all(blob in case.blobs for blob in body["blobs"]):
            raise Malformed
        case.rows.append(Row(body["id"], stream, body["after"] + 1, epoch, sealed))
        case.state = "open" if case.state == "new" else case.state
        return answered({"counter": body["after"] + 1}, status=201)

    def _keep_wrap(self, case: Case, body: dict[str, Any]) -> Answer:
        sealed = base64.b64decode(body["wrap"], validate=True)
        check_wrap(sealed)
        if case.is_for(body["for"]):
            raise Behind
        case.wraps[body["stream"], body["epoch"]][body["for"]] = sealed
        self.given.append((case, body["for"]))
        return answered({}, status=201)

    def _keep_epoch(self, case: Case, body: dict[str, Any], labels: Collection[str]) -> Answer:
        stream, epoch = body["stream"], body["epoch"]
        wraps = [(each["for"], base64.b64decode(each["wrap"])) for each in body["wraps"]]
        check_wraps(wraps, labels=labels)
        if epoch != case.epochs[stream] + 1:
            raise Behind
        case.wraps[stream, epoch] = dict(wraps)
        case.epochs[stream] = epoch
        case.must_rekey = case.must_rekey and stream != "case"
        return answered({}, status=201)

    def _acknowledge(self, case: Case, _body: dict[str, Any]) -> Answer:
        case.due, case.state = "", "open"
        return 204, b"", "application/json"

    def _close(self, case: Case, body: dict[str, Any]) -> Answer:
        if body["outcome"] not in Outcome.values:
            raise Malformed
        case.state = "closed"
        self.closed.append((case.ref, body["type"], body["outcome"]))
        return 204, b"", "application/json"

    def _own(self, case: Case, duty: Duty) -> list[dict[str, Any]]:
        """Return a member’s own wraps; those of another desk open nothing and are none."""
        if not case.is_for(duty.kid) and (case, duty.kid) not in self.given:
            return []
        return [
            {"stream": stream, "epoch": epoch, "wrap": base64.b64encode(kept[duty.kid]).decode()}
            for (stream, epoch), kept in case.wraps.items()
            if duty.kid in kept
        ]

    def _row(self, case: Case, duty: Duty) -> dict[str, Any]:
        newest = reversed(case.of("case")[-4:]) if case.state == "open" else ()
        return _about(case) | {
            "ref": case.ref,
            "embassy": EMBASSY,
            "desk": case.desk,
            "class": case.urgency,
            "day": case.came.isoformat(),
            "due": case.due,
            "header": base64.b64encode(case.header).decode(),
            "wraps": self._own(case, duty),
            "rekey": case.must_rekey,
            "last": [{"id": each.id, "epoch": each.epoch} for each in newest],
            "size": len(case.of("case")[0].sealed),
        }

    def _shown(self, case: Case, duty: Duty) -> dict[str, Any]:
        given = {kid for each, kid in self.given if each is case}
        holders = {each.kid for each in case.roster.entries if case.is_for(each.kid)}
        return _about(case) | {
            "case": case.keys.case,
            "wraps": self._own(case, duty),
            "members": sorted(holders | given),
            "present": sorted(self.present[case.ref] - {duty.kid}),
            "letters": [_told(row) for row in case.rows],
        }


def _or_unknown(found: bytes | None) -> bytes:
    if found is None:
        raise Unknown
    return found


def answered(values: dict[str, Any], *, status: int = 200) -> Answer:
    """Return JSON in the sizes of the wire."""
    body = json.dumps(values, ensure_ascii=False).encode()
    return status, body + b" " * (-len(body) % 1024), "application/json"


def _about(case: Case) -> dict[str, Any]:
    kept = timedelta(days=30 if case.state == "closed" else 90)
    return {
        "state": case.state,
        "delete_on": (case.came + kept).isoformat(),
        "escrowed": case.escrowed,
        "epoch": case.epochs["case"],
        "notes_epoch": case.epochs["notes"],
    }


def _told(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "stream": row.stream,
        "counter": row.counter,
        "epoch": row.epoch,
        "day": row.day.isoformat(),
        "size": len(row.sealed),
    }
