"""审核意见: the sections that a reviewer speaks to, and the conclusions that there are, by the words of the sheet."""

from typing import Final

SECTIONS: Final = {
    "完整性": "内容是否填写齐全，绩效目标是否明确、清晰，指标是否覆盖产出、效益和满意度",
    "相关性": "绩效目标与部门职能、事业发展规划是否相符，指标与绩效目标是否对应",
    "适当性": "资金规模与绩效目标是否匹配，指标值是否适度、可以衡量",
    "可行性": "实施条件是否具备，措施是否有保障，绩效目标能否按期实现",
}
"""Each section with what is to be asked, in the order of the sheet (绩效目标审核表 of 财预〔2015〕88号)."""

CONCLUSION: Final = "结论"
"""The section of a remark that holds one of :data:`CONCLUSIONS`."""

CONCLUSIONS: Final = ("通过", "修改后通过", "不通过")
