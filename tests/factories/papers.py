"""PDF files as programs write them, with words planted where they hide."""

from io import BytesIO

from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tests.factories.photographs import CANARY, jpeg

SHOWN = "A quiet page"


def paper(*, is_locked: bool = False) -> bytes:
    """Return a page with a photograph, written by somebody, with a file and a note in it."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    picture = StreamObject()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(1200),
            NameObject("/Height"): NumberObject(900),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    picture._data = jpeg()  # noqa: SLF001 -- its public way packs the bytes once more
    words = DecodedStreamObject()
    words.set_data(
        f"BT /F1 12 Tf 20 20 Td ({SHOWN}) Tj ET q 100 0 0 100 50 50 cm /Im Do Q".encode()
    )
    letters = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(k): NameObject(v) for k, v in letters.items()})
    page[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/XObject"): DictionaryObject(
                {NameObject("/Im"): writer._add_object(picture)}  # noqa: SLF001 -- pypdf's own door
            ),
            NameObject("/Font"): DictionaryObject({NameObject("/F1"): font}),
        }
    )
    page[NameObject("/Contents")] = writer._add_object(words)  # noqa: SLF001 -- likewise
    page[NameObject("/PieceInfo")] = DictionaryObject(
        {NameObject("/Editor"): ArrayObject([TextStringObject(CANARY)])}
    )
    note = Text(rect=(10, 10, 30, 30), text=CANARY)
    note[NameObject("/T")] = TextStringObject(CANARY)
    writer.add_annotation(0, note)
    writer.add_metadata({"/Author": CANARY, "/Creator": CANARY})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
    writer.add_attachment(f"{CANARY}.txt", CANARY.encode())
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(f"app.alert('{CANARY}')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(key): value for key, value in script.items()}
    )
    if is_locked:
        writer.encrypt(CANARY)
    written = BytesIO()
    writer.write(written)
    return written.getvalue() + f"\n% {CANARY}\n".encode()
