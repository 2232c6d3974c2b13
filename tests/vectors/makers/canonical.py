"""Canonical JSON: values with their bytes, and bytes that are the form of no value."""

from typing import Any

FORMS = {
    "nothing in it": "{}",
    "names in order": '{"A":1,"Z":2,"a":3,"a-b":4,"a_b":5,"ab":6}',
    "letters as they are": '{"text":"Ў, Ё, ’, «», 🕊, \u2028, \u007f"}',
    "what must be escaped": '{"text":"\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f"}',
    "all kinds": '{"a":[1,-1,0,true,false,null,"",[],{}]}',
    "largest numbers": '{"a":[9007199254740991,-9007199254740991]}',
    "fifteen deep": '{"a":' * 14 + "{}" + "}" * 14,
    "names that mean something in JavaScript": '{"constructor":1,"toString":2}',
}
NOT_FORMS = {
    "a list": "[]",
    "a word": '"a"',
    "nothing": "",
    "space within": '{"a": 1}',
    "space behind": '{"a":1} ',
    "names out of order": '{"b":1,"a":2}',
    "a name twice": '{"a":1,"a":1}',
    "an escape that is not needed": '{"a":"\\u0061"}',
    "an escaped solidus": '{"a":"\\/"}',
    "an escape in capitals": '{"a":"\\u001F"}',
    "a letter escaped": '{"a":"\\u045e"}',
    "half a pair of surrogates": '{"a":"\\ud800"}',
    "a fraction": '{"a":1.5}',
    "a whole fraction": '{"a":1.0}',
    "an exponent": '{"a":1e2}',
    "minus zero": '{"a":-0}',
    "a number that would be rounded": '{"a":9007199254740992}',
    "a number of many digits": '{"a":' + "9" * 400 + "}",
    "not a number": '{"a":NaN}',
    "a name that is a number": '{"1":1}',
    "a name with a letter of ours": '{"ў":1}',
    "a name that JavaScript knows": '{"__proto__":1}',
    "an empty name": '{"":1}',
    "a name of 65 letters": '{"' + "a" * 65 + '":1}',
    "too deep": '{"a":' * 16 + "{}" + "}" * 16,
    "a mark of byte order": '\ufeff{"a":1}',
    "two values": "{}{}",
}


def make() -> dict[str, Any]:
    forms: list[dict[str, Any]] = [{"name": name, "text": text} for name, text in FORMS.items()]
    not_forms = [{"name": name, "text": text} for name, text in NOT_FORMS.items()]
    bytes_alone = [
        {"name": "no UTF-8", "hex": b'{"a":"\xff"}'.hex()},
        {"name": "UTF-16", "hex": '{"a":1}'.encode("utf-16-le").hex()},
        {"name": "a surrogate in UTF-8", "hex": b'{"a":"\xed\xa0\x80"}'.hex()},
    ]
    return {"format": "canonical 1", "forms": forms, "not_forms": [*not_forms, *bytes_alone]}
