"""For every rule, changes of the sound table that it must object to, and near ones to which it must not.

The first failing example of each rule breaks the table in the one way that the rule forbids: exactly that
finding must come of it. The passing ones stand where false alarms live.
"""

from core.domain.records import State
from tests.core.audit.cases import Examples, case, descriptions, named_values, other, targets, values
from tests.core.audit.tables import (
    BENEFIT,
    COST,
    QUALITY,
    QUANTITY,
    SATISFACTION,
    TIME,
    budget,
    copy_of,
    finalised_without_code,
    form,
    locked,
    row,
    scheme_2021,
    swapped,
    unit,
    without,
)
from tests.core.audit.value_examples import VALUE_EXAMPLES

LAST_YEAR = other("信息系统运行维护项目", 2024)

EXAMPLES: dict[str, Examples] = {
    "B01": Examples(
        fails=(case(form(budget="")), case(form(budget="约100")), case(budget("-100"), row(COST, value="≤-100万元"))),
        passes=(case(), case(budget("100.123456"), row(COST, value="≤100.123456万元")), case(budget("０"))),
    ),
    "B02": Examples(
        fails=(
            case(form(fiscal_funds="99.99")),
            case(form(fiscal_funds="")),
            case(form(other_funds="0.000001")),
            case(form(other_funds="无")),
        ),
        passes=(
            case(form(fiscal_funds="60", other_funds="40")),
            case(form(fiscal_funds="", other_funds="100.00")),
            case(form(fiscal_funds="99.999999", other_funds="0.000001")),
            case(form(other_funds="0.00")),
            case(form(budget="")),
        ),
    ),
    "B03": Examples(
        fails=(
            case(row(COST, value="≤99.99万元")),
            case(row(COST, value="≤999999元")),
            case(copy_of(COST, name="网络租赁成本", value="≤10万元"), row(COST, value="≤80万元")),
            case(copy_of(COST, name="设备购置费", value="≤60万元"), row(COST, name="项目总成本", value="≤90万元")),
            case(row(COST, name="标准化建设成本", value="≤90万元")),
            *values(COST, "≤90万元（含税）", "≤90万元（其中设备50万元）", "≤90万元人民币"),
            case(row(COST, name="项目运维成本（万元）", value="≤90")),
        ),
        passes=(
            case(row(COST, value="≤1000000元")),
            case(row(COST, value="≤0.01亿元")),
            case(copy_of(COST, name="网络租赁成本", value="≤200000元"), row(COST, value="≤80万元")),
            case(row(COST, value="不超过预算")),
            case(row(COST, name="成本节约率", value="≥5%")),
            case(row(COST, name="人均培训成本", value="≤500元")),
            case(copy_of(COST, name="成本节约额", value="≥5万元")),
            case(copy_of(COST, name="节约财政资金", value="5万元")),
            case(copy_of(COST, name="资金节约额", value="≥50000元")),
            case(copy_of(COST, name="节约成本", value="≤5万元")),
            case(copy_of(COST, name="（其中）设备费", value="≤60万元")),
            *values(COST, "≤100万元（含税）", "≤90万元（三年）", "≤90万元/年", "≤100万元人民币"),
            case(row(COST, name="项目运维成本（万元）", value="≤100")),
            case(copy_of(COST, name="人均培训费", value="≤500元"), row(COST, value="≤60万元")),
            case(copy_of(COST, name="节能改造成本", value="≤40万元"), row(COST, value="≤60万元")),
            *named_values(
                COST,
                ("补贴标准", "≤500元"),
                ("生均补助", "≤800元"),
                ("培训费标准", "≤400元"),
                ("月工资标准", "≤6000元"),
            ),
            case(
                copy_of(COST, name="其中：设备购置费", value="≤60万元"), row(COST, name="项目总成本", value="≤100万元")
            ),
            case(
                copy_of(COST, name="设备购置费", value="≤60万元"),
                copy_of(COST, name="安装费", value="≤40万元"),
                row(COST, name="项目总成本", value="≤100万元"),
            ),
            case(scheme_2021, copy_of(1, name="环境治理成本", subcategory="生态环境成本指标", value="≤3万元")),
        ),
    ),
    "B04": Examples(
        fails=(
            case(copy_of(COST, name="人均网络成本", value="≤100.01万元")),
            case(row(COST, value="≤1000001元")),
            case(row(COST, value="≤1亿元")),
            *values(COST, "≤110万元（含税）", "≤100.01万元（其中设备50万元）"),
            case(row(COST, name="项目运维成本（万元）", value="≤101")),
            case(copy_of(COST, name="节能改造成本", value="≤101万元")),
        ),
        passes=(
            case(row(COST, value="≤100万元")),
            case(row(COST, value="≤1000000元")),
            case(row(QUANTITY, name="带动投资额", value="≥5000万元")),
            case(copy_of(COST, name="节约财政资金", value="≥500万元")),
            case(copy_of(COST, name="资金节约额", value="500万元")),
            *values(
                COST,
                "≤300万元（三年）",
                "≤300万元（含三年运维）",
                "≤150万元（其中2025年100万元）",
                "≤100万元（含税）",
                "≤200万元/户",
            ),
            case(row(COST, value="≤101%")),
        ),
    ),
    "B05": Examples(
        fails=(
            case(budget("0"), row(COST, value="≤0万元")),
            case(budget("0.00"), row(COST, value="0元")),
            case(budget("-0"), row(COST, value="≤0元")),
        ),
        passes=(case(), case(budget("0.000001"), row(COST, value="≤0.01元")), case(form(budget=""))),
    ),
    "B06": Examples(
        fails=(
            case(budget("1000000")),
            case(row(COST, value="≤100元")),
            case(budget("1100000"), row(COST, value="不超过预算"), others=(LAST_YEAR,)),
        ),
        passes=(
            case(row(COST, value="≤1000元")),
            case(budget("1000"), row(COST, value="≤1000万元"), others=(LAST_YEAR,)),
            case(budget("0"), row(COST, value="≤0元"), others=(LAST_YEAR,)),
            case(budget("1000000"), row(COST, value="≤1000000万元"), others=(other("另一个项目", 2024),)),
        ),
    ),
    "P01": Examples(
        fails=(case(form(name="")), case(form(name=" 　\n")), case(form(name="\u200b"))),
        passes=(case(form(name="A")), case(form(name="2025")), case(form(name="-"))),
    ),
    "P02": Examples(
        fails=(
            case(others=(other("信息系统运行维护项目", 2025, without(1, 2, 3, 4, 5, 6)),)),
            case(form(name="甲 项目"), others=(other("甲项目"),)),
            case(form(name="甲项目\n"), others=(other("甲项目"), other("乙项目"))),
        ),
        passes=(
            case(others=(LAST_YEAR,)),
            case(form(name="甲项目（二期）"), others=(other("甲项目"),)),
            case(form(name=""), others=(other(""),)),
            case(others=(other("信息系统运行维护项目", 2025, unit(id="another", code="319202")),)),
        ),
    ),
    "P03": Examples(
        fails=(case(form(purpose="")), case(form(purpose="  ")), case(form(purpose="\n\t　"))),
        passes=(case(form(purpose="债券利息")), case(form(purpose="无")), case(form(purpose="1.运维"))),
    ),
    "P04": Examples(
        fails=targets("", "　\n", "1.", "1.\n2."),
        passes=targets("1.按时付息", "付息", "100%"),
    ),
    "P05": Examples(
        fails=(
            case(form(target="1.用于信息系统的日常运行维护、网络专线租赁和安全检测。")),
            case(form(target="1. 用于信息系统的日常运行维护，网络专线租赁和安全检测")),
            case(form(target="（1）提升诉求解决效率，优化资源配置。", purpose="提升诉求解决效率、优化资源配置")),
        ),
        passes=(
            case(form(target="1.用于信息系统的日常运行维护、网络专线租赁和安全检测，全年无重大故障。")),
            case(form(target="1.完成3项", purpose="完成5项")),
            case(form(target="", purpose="")),
        ),
    ),
    "P06": Examples(
        fails=targets("1.通过按时完成债券付息，保障投资者权益。", "1.保障运转。\n2.按时完成。", "提升效率"),
        passes=targets(
            "1.通过按时足额完成债券付息，保障投资者权益。",
            "1.保障机关全年正常运转。\n2.按时完成各项任务。",
            "",
        ),
    ),
    "P07": Examples(
        fails=(
            *targets(
                "1.保障五个信息系统全年稳定运行，及时处置故障。\n3.提高事项在线办理率。",
                "2.保障五个信息系统全年稳定运行，及时处置故障。",
                "1.保障五个信息系统全年稳定运行。\n1.及时处置各类故障和安全事件。",
                "一、保障五个信息系统全年稳定运行。\n三、及时处置各类故障和安全事件。",
            ),
            *targets(
                "1.保障系统全年稳定运行；2.提高事项在线办理率；4.完成安全检测。",
                "1、保障系统运行。2、提高办理率。2、完成检测。",
            ),
        ),
        passes=(
            *targets(
                "保障五个信息系统全年稳定运行，及时处置故障和安全事件。",
                "1.保障系统运行：\n（1）及时处置故障；\n（2）定期巡检。\n2.提高在线办理率：\n（1）推广应用。",
                "一、保障运行\n1.处置故障\n2.定期巡检\n二、提高办理率\n3.推广应用\n4.开展培训",
                "1.完成投资\n2.5亿元用于系统运行维护、网络租赁等各项支出。",
                "1、完成第一季度巡检任务。\n2、完成第二季度巡检任务。",
                "①保障五个信息系统运行。\n②处置故障和安全事件。",
            ),
            *targets(
                "1.保障系统全年稳定运行；2.提高事项在线办理率；3.完成安全检测。",
                "1.完成投资；2.5亿元用于系统运行维护。",
                "保障系统运行；2.提高办理率；4.完成检测。",
            ),
        ),
    ),
    "P08": Examples(
        fails=(
            case(locked(), row(TIME, value="≤20天")),
            case(locked(), unit(name="天津市北辰区财政局（本级）")),
            case(locked(), swapped(QUANTITY, QUALITY)),
            case(locked(State.SIGNED), row(TIME, value="≤20天")),
        ),
        passes=(
            case(locked()),
            case(locked(State.SIGNED)),
            case(locked(), form(tag="待核")),
            case(finalised_without_code()),
        ),
    ),
    "U01": Examples(
        fails=(
            case(unit(code="31910")),
            case(unit(name="")),
            case(unit(code="３１９１０１")),
            case(unit(code="")),
            case(unit(code="319101 ")),
        ),
        passes=(case(), case(unit(code="000012")), case(unit(name="办"))),
    ),
    "C01": Examples(
        fails=(case(without(BENEFIT)), case(without(1, 2, 3, 4)), case(row(BENEFIT, category="产出指标"))),
        passes=(
            case(),
            case(row(BENEFIT, category="效益")),
            case(row(BENEFIT, subcategory="环境效益指标")),
            case(scheme_2021),
        ),
    ),
    "C02": Examples(
        fails=(case(without(QUALITY)), case(without(TIME)), case(without(COST)), case(scheme_2021, without(2))),
        passes=(
            case(),
            case(scheme_2021),
            case(row(QUALITY, subcategory=" 质量 ")),
            case(without(1, 2, 3, 4)),
            case(row(BENEFIT, subcategory="生态效益指标")),
        ),
    ),
    "C03": Examples(
        fails=(
            case(without(SATISFACTION)),
            case(row(SATISFACTION, category="效益指标")),
            case(without(1, 2, 3, 4, 5, 6)),
        ),
        passes=(
            case(),
            case(row(SATISFACTION, category="满意度")),
            case(row(SATISFACTION, subcategory="社会公众或服务对象满意度指标")),
        ),
    ),
    "C04": Examples(
        fails=(
            case(row(BENEFIT, subcategory="政治效益指标")),
            case(row(BENEFIT, category="")),
            case(row(BENEFIT, subcategory="数量指标")),
            case(row(BENEFIT, category="影响力指标")),
            case(copy_of(BENEFIT, name="另一项效益", subcategory="")),
            case(scheme_2021, row(6, subcategory="可持续影响指标")),
        ),
        passes=(
            case(row(BENEFIT, subcategory="环境效益")),
            case(row(BENEFIT, category="效益", subcategory="社会效益")),
            case(row(SATISFACTION, subcategory="服务对象满意度")),
            case(row(BENEFIT, subcategory="可持续影响指标")),
            case(scheme_2021),
        ),
    ),
    "C05": Examples(
        fails=(case(swapped(QUALITY, TIME)), case(swapped(BENEFIT, SATISFACTION)), case(swapped(QUANTITY, COST))),
        passes=(
            case(),
            case(copy_of(QUALITY, name="另一项质量", description="另一项质量的计算方法")),
            case(without(TIME)),
            case(row(TIME, subcategory="未知指标")),
            case(scheme_2021),
        ),
    ),
    "C06": Examples(
        fails=(
            case(row(BENEFIT, name="进驻人员对服务认可度")),
            case(row(BENEFIT, name="服务满意度")),
            case(row(QUALITY, name="企业群众满意率")),
        ),
        passes=(
            case(row(SATISFACTION, name="服务满意率")),
            case(row(QUANTITY, name="满意度调查次数")),
            case(row(BENEFIT, name="通过国家认可的实验室数量", value="≥3个")),
            case(row(BENEFIT, description="企业群众表示满意的比例")),
            case(row(QUALITY, name="不满意件整改率")),
            case(row(QUALITY, name="不满意投诉办结率")),
            case(row(QUANTITY, name="认可检测方法数")),
        ),
    ),
    "N01": Examples(
        fails=(case(row(QUALITY, name="")), case(row(QUALITY, name="　")), case(row(QUALITY, name="\n"))),
        passes=(case(), case(row(QUALITY, name="A")), case(row(QUALITY, name="率"))),
    ),
    "N02": Examples(
        fails=(
            case(copy_of(QUALITY)),
            case(row(QUANTITY, name="系统 无故障运行率")),
            case(row(BENEFIT, name="企业群众满意度")),
        ),
        passes=(
            case(copy_of(QUALITY, name="系统无故障运行率（二期）")),
            case(row(QUANTITY, name=""), row(QUALITY, name="")),
            case(row(QUANTITY, name="系统无故障运行天数")),
        ),
    ),
    "N03": Examples(fails=descriptions("", " ", "\n"), passes=descriptions("无", "同上", "系统无故障运行率")),
    "N04": Examples(
        fails=descriptions("系统无故障运行率", "系统无故障运行率。", " 系统 无故障运行率 "),
        passes=descriptions("系统无故障运行率的比例", "", "无故障运行时间占比"),
    ),
    "N05": Examples(
        fails=descriptions("无故障占比", "运行情况说明", "率"),
        passes=descriptions("无故障时间占比", "", "比例，按月统计"),
    ),
    **VALUE_EXAMPLES,
    "T01": Examples(
        fails=(
            case(row(QUALITY, name="系统无故障运行率\n")),
            case(form(purpose="用于信息系统的日常运行维护。\t\t")),
            case(form(target="1.保障五个信息系统全年稳定运行，及时处置故障。\n\n2.提高办理率。")),
            case(row(QUALITY, description="无故障运行 时间占全部时间的比例")),
            case(row(QUALITY, name="系统无故障\n运行率")),
            case(row(QUALITY, name="系统无故障\x07运行率")),
            case(form(target="1.保障五个信息系统全年稳定运行，及时处置故障。\r\n2.提高办理率。")),
            case(form(name="\u3000信息系统运行维护项目")),
            case(unit(name="天津市人民政府 政务服务办公室")),
            case(form(purpose="用于信息系统的日常\u200b运行维护。")),
            case(row(QUALITY, description="无故障运行时间\ufeff占全部时间的比例")),
            case(row(QUALITY, name="系统无故障\xad运行率")),
        ),
        passes=(
            case(form(target="1.保障五个信息系统全年稳定运行，及时处置故障。\n2.提高办理率。")),
            case(row(QUANTITY, name="Windows Server 升级次数", description="升级 Windows Server 2022 的次数")),
            case(row(QUALITY, description="无故障运行时间占比。\n按月统计，取全年平均。")),
            case(row(QUALITY, description="")),
            case(form(purpose=" ")),
            case(row(QUALITY, description="葛󠄀城区系统无故障运行时间的比例")),
        ),
    ),
    "T02": Examples(
        fails=(
            case(row(QUALITY, description="实现”一网通办“的系统无故障运行比例")),
            case(form(name="“一网通办项目")),
            case(form(purpose="用于“一网通办““跨省通办”等系统的运行维护")),
            case(row(QUALITY, description="实现’一网通办‘的系统无故障运行比例")),
        ),
        passes=(
            case(form(name="“一网通办”项目")),
            case(form(purpose="用于“‘一网通办’平台”和“跨省通办”的运行维护")),
            case(row(QUALITY, description="according to the operator’s monthly report")),
            case(row(QUALITY, description='系统"一网通办"无故障运行的比例')),
        ),
    ),
    "T03": Examples(
        fails=(
            case(row(QUALITY, description="１２个月无故障运行的时间比例")),
            case(form(purpose="用于运行维护,网络租赁和安全检测")),
            case(form(name="ＯＡ系统运行维护项目")),
            case(form(purpose="用于下列支出:运行维护、网络租赁｡")),
            case(form(name="信息系统(二期)运行维护项目")),
            case(row(QUALITY, name="系统无故障运行率(全年)")),
        ),
        passes=(
            case(form(purpose="用于办公自动化（OA）系统的运行维护，含备件。")),
            case(row(QUANTITY, value="≥1,200次")),
            case(row(TIME, description="每日9:00至17:00接到报告后的响应时间")),
            case(row(QUALITY, description="无故障时间/全部时间×100%")),
            case(row(QUALITY, description="见https://example.cn/a?b=1的算法")),
            case(row(QUALITY, description="办公自动化(OA)系统无故障运行的比例")),
        ),
    ),
    "T04": Examples(
        fails=(
            case(form(purpose="用于信息系统的日常运行维护🏢。")),
            case(row(QUALITY, name="系统无故障运行率\ue000")),
            case(unit(name="天津市\U00030000镇人民政府")),
            case(row(TIME, value="≤2小时\U0001f3e2")),
        ),
        passes=(
            case(row(QUALITY, description="𠮷、㛃、\u9fb4：名字里的字都印得出来")),
            case(row(QUALITY, description="☑ 已通过 ☐ 未通过 ①② ≥ ≒ ㎡ ℃ μg/m³")),
            case(form(purpose="用于信息系统的日常运行维护。\n用于网络租赁\u200b。")),
            case(row(QUALITY, description="")),
        ),
    ),
    "X01": Examples(
        fails=(
            case(others=(other("另一个项目", 2025, row(QUANTITY, value="≥12轮")),)),
            case(others=(other("另一个项目", 2025, row(BENEFIT, subcategory="经济效益指标")),)),
            case(row(COST, value="≤100万"), others=(other(),)),
            case(row(QUANTITY, value="≥12轮"), others=(other("另一个项目", 2025), other("又一个项目", 2025))),
            case(copy_of(QUANTITY, value="≥12轮"), others=(other("另一个项目", 2025),)),
        ),
        passes=(
            case(others=(other(),)),
            case(others=(other("另一个项目", 2024, row(QUANTITY, value="≥12轮")),)),
            case(copy_of(QUANTITY, value="≥12轮")),
            case(others=(other("另一个项目", 2025, copy_of(QUANTITY, value="≥12轮")),)),
            case(others=(other("另一个项目", 2025, row(QUANTITY, value="每月巡检")),)),
            case(others=(other("另一个项目", 2025, row(BENEFIT, subcategory="社会效益")),)),
            case(others=(other("另一个项目", 2025, row(BENEFIT, category="", subcategory="")),)),
            case(others=(other("另一个项目", 2025, row(QUANTITY, value="≥500次")),)),
            case(others=(other("另一个项目", 2025), other("又一个项目", 2025, row(QUANTITY, value="≥12轮")))),
            case(
                others=(other("另一个项目", 2025), other("又一个项目", 2025, row(BENEFIT, subcategory="经济效益指标")))
            ),
        ),
    ),
}
