"""What is kept of a text that somebody pastes from a word processor."""

import json

from wagtail.rich_text import RichText

from ambasada.pages.blocks import TextStream
from ambasada.pages.rich_text import cleaned

# What Word puts on the clipboard, shortened: its styles, its own elements, its lists of dots.
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:Author>A. Drazdova-Test</w:Author>
</w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h2 style='mso-outline-level:2'><span style='color:#2E74B5'>What happened<o:p></o:p></span></h2>
<p class=MsoNormal style='margin-bottom:8.0pt'><b style='mso-bidi-font-weight:normal'><span
lang=BE style='mso-ansi-language:BE'>Сёння</span></b> we <em>met</em> <a
href="https://example.org/a?b=1" style='color:blue' onclick="steal()">them</a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span>
<![endif]>First</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>In a cell</p></td></tr></table>
<img src="file:///C:/Temp/alesia/msohtmlclip1/01/clip_image001.png">
<script>steal()</script><a href="javascript:steal()">not a link</a>
<!--EndFragment--></body></html>"""


def test_text_pasted_from_a_word_processor_keeps_its_words_and_nothing_else() -> None:
    made = cleaned(FROM_WORD)

    for word in ("What happened", "Сёння", "met", "them", "First", "In a cell", "not a link"):
        assert word in made
    assert "<h2>What happened</h2>" in made
    assert '<b>Сёння</b> we <i>met</i> <a href="https://example.org/a?b=1">them</a>.' in made
    for rest in ("mso", "Mso", "style", "class", "o:p", "Author", "Drazdova", "C:/", "alesia"):
        assert rest not in made
    for rest in ("span", "<table", "<img", "script", "steal", "<!--", "onclick", "Calibri"):
        assert rest not in made


def test_cleaning_a_clean_text_changes_nothing() -> None:
    text = (
        '<h2 data-block-key="a1b2c">Why</h2><p data-block-key="d3e4f">See '
        '<a id="7" linktype="page">us</a> and <a href="mailto:press@example.org">them</a>.</p>'
        '<ul><li data-block-key="g5h6i">One</li></ul><hr>'
    )

    assert cleaned(text) == text
    assert cleaned(cleaned(FROM_WORD)) == cleaned(FROM_WORD)


def test_form_cleans_what_it_is_given() -> None:
    block = TextStream().child_blocks["text"]

    assert block.clean(RichText(FROM_WORD)).source == cleaned(FROM_WORD)


def test_colour_that_an_editor_sends_along_is_not_kept() -> None:
    part = {
        "key": "a1b2c",
        "text": "Some words",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [{"offset": 0, "length": 4, "style": "BOLD"}],
        "entityRanges": [],
        "data": {"style": "color: red"},
    }
    block = TextStream().child_blocks["text"]
    posted = {"body": json.dumps({"blocks": [part], "entityMap": {}})}

    made = block.clean(block.value_from_datadict(posted, {}, "body"))

    assert made.source == '<p data-block-key="a1b2c"><b>Some</b> words</p>'
