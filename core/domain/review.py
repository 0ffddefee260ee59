"""审核意见: the sections that a reviewer speaks to, and the conclusions that there are."""

from typing import Final

SECTIONS: Final = {
    "completeness": "完整性",
    "relevance": "相关性",
    "suitability": "适当性",
    "feasibility": "可行性",
}
"""Sections of a review, in the order of the sheet (财预〔2015〕88号, 绩效目标审核表)."""

CONCLUSION: Final = "conclusion"
"""The section of a remark that holds a key of :data:`CONCLUSIONS`."""

CONCLUSIONS: Final = {"passed": "通过", "passed_after_changes": "修改后通过", "refused": "不通过"}
