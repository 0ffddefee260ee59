"""The parts of a .docx file around its body, and the file itself."""

from collections.abc import Sequence
from typing import BinaryIO, Final

from core.domain import copies
from core.exporting.archive import ReproducibleArchive
from core.exporting.docx.document import GAP_POINTS, NAMESPACES, bookmark, document, field
from core.exporting.docx.markup import FACES, paragraph_style, quoted, run, twips
from core.exporting.identity import author_of, copied_table, title_of
from core.exporting.properties import APPLICATION_PART, core_part
from core.layout.form import MARGIN_LEFT, MARGIN_RIGHT, PAGE_WIDTH, RULE_PT, FilledForm
from core.ports import Progress

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CUSTOM_PROPERTY_SET: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one for user-defined properties

_CONTENT_TYPES: Final = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_MAIN_TYPE}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_MAIN_TYPE}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
    '<Override PartName="/docProps/custom.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>'
)
_ROOT_RELATIONS: Final = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/relationships/custom-properties" Target="docProps/custom.xml"/>'
    f'<Relationship Id="rId4" Type="{_OFFICE}/relationships/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS: Final = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rIdStyles" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>'
    f'<Relationship Id="rIdSettings" Type="{_OFFICE}/relationships/settings" Target="settings.xml"/>'
    f'<Relationship Id="rIdFooter" Type="{_OFFICE}/relationships/footer" Target="footer1.xml"/></Relationships>'
)
_SETTINGS: Final = (
    f'{_XML}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


def write_docx(forms: Sequence[FilledForm], out: BinaryIO, progress: Progress | None = None) -> None:
    """Write filled forms as one Word document; equal forms give equal bytes.

    Args:
        forms: At least one, in the order of the document.
        out: Opened for writing; stays open.
        progress: Told of tables done; may raise Cancelled.
    """
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _ROOT_RELATIONS,
        "word/document.xml": "".join(document(forms, progress)),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/styles.xml": _styles(),
        "word/settings.xml": _SETTINGS,
        "word/footer1.xml": _footer(),
        "docProps/core.xml": core_part(title_of(forms), author_of(forms)),
        "docProps/app.xml": APPLICATION_PART,
        "docProps/custom.xml": _custom_properties(forms),
    }
    with ReproducibleArchive(out) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.encode("utf-8"))


def _styles() -> str:
    rule = f'w:val="single" w:sz="{round(RULE_PT * 8)}" w:space="0" w:color="000000"'
    rules = "".join(f"<w:{side} {rule}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    gap = round(GAP_POINTS * 20)
    return (
        f"{_XML}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>"
        '<w:top w:w="40" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + paragraph_style("heading", "heading 2", extra="<w:keepNext/>")
        + paragraph_style("caption_left", "表上左", extra="<w:keepNext/>")
        + paragraph_style("caption_right", "表上右", extra="<w:keepNext/>")
        + paragraph_style("label", "栏目")
        + paragraph_style("column_heading", "指标栏目")
        + paragraph_style("amount", "金额")
        + paragraph_style("prose", "正文内容")
        + paragraph_style("category", "指标类别")
        + paragraph_style("value", "指标值")
        + '<w:style w:type="paragraph" w:styleId="Gap"><w:name w:val="表间"/><w:basedOn w:val="Normal"/><w:pPr>'
        f'<w:spacing w:before="0" w:after="0" w:line="{gap}" w:lineRule="exact"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="ContentsTitle"><w:name w:val="目录标题"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:spacing w:before="0" w:after="240"/><w:jc w:val="center"/></w:pPr><w:rPr>'
        '<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/><w:sz w:val="32"/></w:rPr></w:style>'
        + _contents_style("ContentsYear", "toc 1", FACES["hei"], before=120)
        + _contents_style("Contents", "toc 2")
        + "</w:styles>"
    )


def _contents_style(style: str, name: str, face: str = FACES["song"], before: int = 0) -> str:
    """A line of the contents with its page number at the right; ``before`` in twentieths of a point."""
    right_edge = twips(PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT)
    return (
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:pPr>'
        f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{right_edge}"/></w:tabs>'
        f'<w:spacing w:before="{before}" w:after="0" w:line="360" w:lineRule="atLeast"/></w:pPr><w:rPr>'
        f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}"/></w:rPr></w:style>'
    )


def _footer() -> str:
    return (
        f'{_XML}<w:ftr {NAMESPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run("第 ")}{field("PAGE", "1")}'
        f"{run(' 页 共 ')}{field('NUMPAGES', '1')}{run(' 页')}</w:p></w:ftr>"
    )


def _custom_properties(forms: Sequence[FilledForm]) -> str:
    properties = [(copies.VERSION_PROPERTY, copies.COPY_VERSION)]
    if len(forms) == 1:
        properties.append((copies.CODE_PROPERTY, forms[0].check_code))
    for index, form in enumerate(forms):
        record = copies.as_record(copied_table(form, bookmark(index)))[: len(copies.SHORT_FIELDS)]
        properties.append((f"{copies.TABLE_PROPERTY}{index + 1}", " ".join(record)))
    items = "".join(
        f'<property fmtid="{_CUSTOM_PROPERTY_SET}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{quoted(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties, start=2)  # 0 and 1 are taken by the format
    )
    return (
        f'{_XML}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f"{items}</Properties>"
    )
