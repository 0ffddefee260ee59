"""审核意见: the sections that a reviewer speaks to, and the conclusions that there are."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Section:
    """One side from which a table is reviewed: its Chinese word, and what is to be asked."""

    label: str
    question: str


SECTIONS: Final = {
    "completeness": Section("完整性", "内容是否填写齐全，绩效目标是否明确、清晰，指标是否覆盖产出、效益和满意度"),
    "relevance": Section("相关性", "绩效目标与部门职能、事业发展规划是否相符，指标与绩效目标是否对应"),
    "suitability": Section("适当性", "资金规模与绩效目标是否匹配，指标值是否适度、可以衡量"),
    "feasibility": Section("可行性", "实施条件是否具备，措施是否有保障，绩效目标能否按期实现"),
}
"""Sections of a review by their keys, in the order of the sheet (绩效目标审核表 of 财预〔2015〕88号)."""

CONCLUSION: Final = "conclusion"
"""The section of a remark that holds a key of :data:`CONCLUSIONS`."""

CONCLUSIONS: Final = {"passed": "通过", "passed_after_changes": "修改后通过", "refused": "不通过"}
