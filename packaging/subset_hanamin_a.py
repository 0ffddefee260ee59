"""Make ``resources/fonts/HanaMinA-subset.ttf``: the glyphs of HanaMinA that the other three faces lack.

Run it only to remake the file; the result is committed and byte-identical for the same inputs:

    python -m venv fonttools-env && fonttools-env/bin/pip install fonttools==4.60.1
    fonttools-env/bin/python packaging/subset_hanamin_a.py HanaMinA.ttf

``HanaMinA.ttf`` comes from Debian's ``fonts-hanazono`` 20170904-2.1 (sha256 below). Beside the missing
characters the subset holds the boxes □ and ■, so that □ ☐ ☑ ☒ of one cell are drawn from one face.
"""

import argparse
import hashlib
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE_SHA256 = "7ca87559414474848fc513a8d8eb42d5b0f8194c30c2abdfbfedff5398ec88d7"
FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"
OTHERS = ("NotoSerifSC_400Regular.ttf", "NotoSansSC_500Medium.ttf", "HanaMinB.ttf")
BOXES = "□■☐☑☒"


def characters(path: Path) -> set[int]:
    """Code points that the font has a glyph for."""
    return set(TTFont(path, lazy=True).getBestCmap())


def main() -> None:
    """Read the arguments and write the subset."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("source", type=Path, help="HanaMinA.ttf")
    source = parser.parse_args().source
    if hashlib.sha256(source.read_bytes()).hexdigest() != SOURCE_SHA256:
        parser.error("this is not the HanaMinA.ttf of fonts-hanazono 20170904-2.1")
    wanted = characters(source).difference(*(characters(FONTS / name) for name in OTHERS)) | set(map(ord, BOXES))

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["vhea", "vmtx", "GSUB", "GPOS", "GDEF", "FFTM"]
    font = subset.load_font(str(source), options)
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    subset.save_font(font, str(FONTS / "HanaMinA-subset.ttf"), options)


if __name__ == "__main__":
    main()
