"""Says in the metadata of a PDF that the XML inside it is a Factur-X invoice.

The PDF has the file already, and is PDF/A-3; what is missing is what Factur-X 1.0 wants to be
said in the XMP.
"""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

NAME = "factur-x.xml"
LEVEL = "EN 16931"
SPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
VALUES = {
    "DocumentType": "INVOICE",
    "DocumentFileName": NAME,
    "Version": "1.0",
    "ConformanceLevel": LEVEL,
}
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
END = b"</rdf:RDF>"


def named(pdf: bytes) -> bytes:
    """The same PDF, whose metadata names its invoice. Nothing in it depends on when it is done."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    root = writer._root_object
    held = root["/Metadata"].get_object().get_data()  # type: ignore[union-attr]
    before, found, after = held.rpartition(END)
    stream = DecodedStreamObject()
    stream.set_data(before + _described().encode() + found + after)
    stream.update(
        {NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")}
    )
    root[NameObject("/Metadata")] = writer._add_object(stream)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _described() -> str:
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, value in VALUES.items())
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{name}</pdfaProperty:description></rdf:li>"
        for name in VALUES
    )
    return (
        f'<rdf:Description rdf:about="" xmlns:fx="{SPACE}">{values}</rdf:Description>'
        f'<rdf:Description rdf:about="" xmlns:pdfaExtension="{EXTENSION}"'
        f' xmlns:pdfaSchema="{SCHEMA}" xmlns:pdfaProperty="{PROPERTY}">'
        '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{SPACE}</pdfaSchema:namespaceURI>"
        "<pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )
