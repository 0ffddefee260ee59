"""For every rule, changes of the sound table that it must object to, and near ones to which it must not.

The first failing example of each rule breaks the table in the one way that the rule forbids: exactly that
finding must come of it. The passing ones stand where false alarms live.
"""

from dataclasses import dataclass

from core.domain.records import State, TargetTable
from tests.core.audit.more_is_good import TIME_WELL_SPENT, WORK_DONE
from tests.core.audit.tables import (
    BENEFIT,
    COST,
    QUALITY,
    QUANTITY,
    SATISFACTION,
    TIME,
    Change,
    budget,
    changed,
    copy_of,
    every_row,
    finalised_without_code,
    form,
    locked,
    row,
    scheme_2021,
    sound_table,
    swapped,
    unit,
    without,
)


@dataclass(frozen=True)
class Case:
    """A changed sound table, among other tables."""

    changes: tuple[Change, ...]
    others: tuple[TargetTable, ...]

    @property
    def table(self) -> TargetTable:
        return changed(sound_table(), *self.changes)


@dataclass(frozen=True)
class Examples:
    """What a rule says no to, and what it lets pass."""

    fails: tuple[Case, ...]
    passes: tuple[Case, ...]


def case(*changes: Change, others: tuple[TargetTable, ...] = ()) -> Case:
    return Case(changes, others)


def values(number: int, *texts: str) -> tuple[Case, ...]:
    """The same row with one value after the other."""
    return tuple(case(row(number, value=text)) for text in texts)


def named_values(number: int, *pairs: tuple[str, str]) -> tuple[Case, ...]:
    """The same row with one name and value after the other."""
    return tuple(case(row(number, name=name, value=value)) for name, value in pairs)


def descriptions(*texts: str) -> tuple[Case, ...]:
    return tuple(case(row(QUALITY, description=text)) for text in texts)


def targets(*texts: str) -> tuple[Case, ...]:
    return tuple(case(form(target=text)) for text in texts)


def other(name: str = "另一个项目", year: int = 2025, *changes: Change) -> TargetTable:
    return changed(sound_table(name, year, project_id=f"other-{year}-{name}"), *changes)


LAST_YEAR = other("信息系统运行维护项目", 2024)
SATISFACTION_ROW = {"category": "满意度指标", "subcategory": "服务对象满意度指标"}

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
        ),
        passes=(
            case(row(COST, value="≤100万元")),
            case(row(COST, value="≤1000000元")),
            case(row(QUANTITY, name="带动投资额", value="≥5000万元")),
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
    "V01": Examples(fails=values(QUALITY, "", " ", "\n"), passes=values(QUALITY, "0", "无", "≥99%")),
    "V02": Examples(
        fails=(*values(COST, "≤100万", "≤0.01亿"), *values(QUALITY, "≥99百分比"), *values(TIME, "≤2H")),
        passes=(
            *values(COST, "≤100万元", "≤1000000元"),
            *values(
                QUANTITY, "≥5万人次", "4次/天", "12个系统", "≥3台（套）", "600点位", "≥2.5公里", "30元/人·天", "≥12"
            ),
            *values(TIME, "≤3个工作日"),
            *values(QUALITY, "≤35微克/立方米", "≤35μg/m³", "≤35µg/m³", "≤20mg/L", "≤5μm", "≤5µm")
            + values(QUANTITY, "≥200诊次", "≥42U", "≥144芯", "≥80皮长公里", "≥3病区"),
        ),
    ),
    "V03": Examples(
        fails=(
            *values(QUALITY, "≥100%", ">100%", "101%"),
            *named_values(BENEFIT, ("软件升级完成率", "≥100%"), ("任务完成率", "大于100%")),
            *named_values(
                QUALITY,
                *(
                    ("老旧小区改造提升工程完成率", "≥100%"),
                    ("节能改造项目验收合格率", "≥120%"),
                    ("增值税申报准确率", "≥100%"),
                ),
                *(("压缩机检验合格率", "≥100%"), ("带动就业目标完成率", "≥100%"), ("节能设备覆盖率（%）", "≥100%")),
            ),
        ),
        passes=(
            *values(QUALITY, "100%", "≤100%", "＝100%", "≥99.99%", "100.0%"),
            *named_values(BENEFIT, ("收入增长率", "≥120%"), ("能源费用节约率", "≥100%"), ("预算计划完成率", "≥105%")),
            *values(QUANTITY, "≥101次"),
            *named_values(BENEFIT, ("税收超收比例", "≥110%"), ("产销率", "≥101%"), ("税收增长计划完成率", "≥105%")),
        ),
    ),
    "V04": Examples(
        fails=values(COST, "100万元", "100万元左右", "合格", "=100万元"),
        passes=(
            *values(COST, "≤100万元", "<100.01万元", "不超过100万元", "控制在100万元以内", "100万元以内", "预算范围内"),
            *values(COST, "0元", "不突破概算"),
            *named_values(COST, ("成本节约率", "≥5%")),
            *values(COST, "总投资≤100万元"),
            *named_values(COST, ("预算执行率", "100%"), ("项目成本控制率", "100%")),
        ),
    ),
    "V05": Examples(
        fails=(
            *named_values(
                TIME,
                ("系统故障响应时间", "≥2小时"),
                ("系统故障修复时间", "不少于24小时"),
                ("项目完成时间", "≥30天"),
                ("项目工期", "＞3个月"),
                ("群众投诉次数", "≥1次"),
                ("安全事故发生率", ">1%"),
            ),
            *named_values(QUALITY, ("验收合格率", "≤95%")),
            *named_values(SATISFACTION, ("企业群众满意度", "≤95%"), ("满意度（得分）", "<85分")),
            *values(COST, "≥100万元"),
            *named_values(
                QUALITY,
                *(("城镇失业率", "≥5%"), ("漏报率", "≥1%"), ("误差率", "≥2%")),
                *(("空置率", "≥2%"), ("群众好评率", "≤95%"), ("未处理投诉件数", "≥5件")),
            ),
            *named_values(TIME, ("任务完成天数", "≥30天"), ("资金拨付时间", "≥15天"), ("群众等候时间", "≥15分钟")),
        ),
        passes=(
            *named_values(
                TIME,
                *(("系统故障响应时间", "≤2小时"), ("平均无故障运行时间", "≥1000小时"), ("服务保障时间", "≥365天")),
                *(
                    ("培训时间", "≥40学时"),
                    ("提前办结时间", "≥3天"),
                    ("提前处置时间", "≥1小时"),
                    ("办结时限", "5天"),
                ),
            ),
            *named_values(
                TIME,
                *(
                    ("场馆开放时间", "≥300天"),
                    ("机房值守时间", "≥24小时"),
                    ("设备使用年限", "≥10年"),
                    ("热线服务时长", "≥8小时"),
                ),
            ),
            *named_values(
                QUANTITY,
                *(
                    ("技能竞赛时长", "≥2天"),
                    ("培训课时", "≥40课时"),
                    ("下乡天数", "≥200天"),
                    ("应急演练次数", "≥2次"),
                ),
            ),
            *named_values(
                QUALITY,
                *(
                    ("系统故障率", "≤1%"),
                    ("故障处理及时率", "≥95%"),
                    ("投诉办结率", "≥95%"),
                    ("产品不合格率", "≤2%"),
                ),
                *(
                    ("差错率", "<0.5%"),
                    ("预算执行率", "≤100%"),
                    ("群众投诉次数", "≥0次"),
                    ("问题整改完成率", "≥90%"),
                ),
                *(
                    ("系统无故障运行率", "≥99%"),
                    ("投诉下降率", "≥5%"),
                    ("事故演练次数", "≥2次"),
                    ("工作任务未完成率", "≤3%"),
                ),
                *(("隐患问题整改个数", "≥30个"), ("违规行为查处数量", "≥20起")),
            ),
            *named_values(
                TIME,
                *TIME_WELL_SPENT,
            ),
            *named_values(
                QUANTITY,
                *WORK_DONE,
            ),
        ),
    ),
    "V06": Examples(
        fails=(
            case(row(QUALITY, name="诉求分类目录", value="1套")),
            case(row(QUALITY, value="≥3份")),
            case(row(QUALITY, value="5个")),
            case(row(QUALITY, value="≥20人次")),
            *named_values(QUALITY, ("发现并修复漏洞数", "≥5个")),
        ),
        passes=(
            *values(QUALITY, "≥95%", "合格", "≥90分", "0次", "≥3级"),
            *named_values(QUALITY, ("重大安全事故次数", "≤1次"), ("数据差错数", "≤3个"), ("全国排名", "前10名")),
            *values(QUANTITY, "1套"),
        ),
    ),
    "V07": Examples(
        fails=(
            *values(
                BENEFIT,
                "提高",
                "进一步提升",
                "有效保障",
                "服务水平显著提升",
                "明显改善，持续优化",
                "全市营商环境进一步优化",
            ),
            *named_values(TIME, ("偿还利息及时性", "按时偿还")),
            *values(QUALITY, "合格", "“一窗通办”服务能力不断增强"),
            *values(BENEFIT, "扩大", "正常", "推动经济社会健康发展", "权益得到维护", "按时足额"),
            *named_values(TIME, ("工资发放", "足额发放")),
        ),
        passes=(
            *values(
                BENEFIT,
                *(
                    "较上年提高",
                    "提高5个百分点",
                    "优于国家标准",
                    "服务覆盖全部16个区",
                    "达到三级等保要求",
                    "零投诉",
                    "无",
                ),
                *("同比提升", "设置专区，减少排队等候", "出台实施方案并有效施行", "通过市级验收", "建立长效机制"),
            ),
            *values(TIME, "2025年12月31日前", "当年度全部工作日", "按合同约定及时支付"),
            *values(BENEFIT, "完成年度设备维护", "建立居民健康档案", "系统正常运行12个月"),
        ),
    ),
    "V08": Examples(
        fails=(
            case(row(TIME, description="需在2025年底前完成2024年度的评价报告")),
            case(row(QUANTITY, name="2024年系统巡检次数")),
            case(row(TIME, value="2026年1月底前")),
            case(row(BENEFIT, description="2023-2025年三年累计的在线办理比例")),
            case(row(TIME, value="2024.12.31前", name="评价报告完成时间")),
            case(row(QUANTITY, name="二〇二四年系统巡检次数")),
            case(row(BENEFIT, description="一九九九年以来的在线办理比例")),
        ),
        passes=(
            case(row(TIME, value="2025年12月31日前", name="评价报告完成时间")),
            case(row(QUANTITY, description="对12345热线等2024个点位开展巡检的次数")),
            case(row(BENEFIT, description="较2024年提高的在线办理比例")),
            case(row(QUALITY, description="按财预〔2021〕101号文件规定的比例计算")),
            case(row(QUALITY, description="按《2024年度考核办法》规定的比例计算")),
            case(row(QUALITY, description="按GB/T 22239-2019规定的要求计算")),
            case(row(QUANTITY, value="≥2024次")),
            case(row(BENEFIT, description="与2024年相比提高的在线办理比例")),
            case(row(BENEFIT, description="以2020年为基期计算的在线办理比例")),
            case(row(TIME, description="二〇二五年内接到报告后的响应时间")),
        ),
    ),
    "V09": Examples(
        fails=values(QUANTITY, "12次", "100%", "365天"),
        passes=values(QUANTITY, "≥12次", "不少于12次", "12次以上", "合格", "12月31日前"),
    ),
    "V10": Examples(
        fails=values(QUANTITY, "≥12", "≥", "100", "不低于", "≥若干次"),
        passes=(
            *values(QUANTITY, "≥12次", "100%", "不低于上年", "控制在预算之内", "达到国家标准", "≤2025年12月31日"),
            *named_values(QUALITY, ("居民消费价格指数", "≤103"), ("水质pH值", "7"), ("设备利用系数", "≥0.85")),
            *values(QUALITY, "0"),
            *named_values(QUALITY, ("任务完成比重（%）", "≥95"), ("办理事项（单位：件）", "≥100")),
        ),
    ),
    "V11": Examples(
        fails=(
            *values(SATISFACTION, "≥59.9%", "≥50分", "≥100.1分", "≥3小时", "满意"),
            *values(SATISFACTION, "50%-55%", "≥50%（问卷）"),
        ),
        passes=(
            *values(SATISFACTION, "≥60%", "100%", ">85分", "≥90分", "100分"),
            *named_values(SATISFACTION, ("公众投诉次数", "0次"), ("服务对象投诉率", "≤5%"), ("有效表扬数", "≥10件")),
            *values(SATISFACTION, "90%-95%", "≥95%（问卷）", "95±3%", "90～95分"),
        ),
    ),
    "V12": Examples(
        fails=(
            case(
                every_row(value="达到国家标准"),
                row(COST, value="预算范围之内"),
                row(SATISFACTION, name="服务对象投诉情况", value="零投诉"),
            ),
            case(every_row(value="符合合同要求")),
            case(without(1, 2, 3, 4, 5), row(1, value="全部满意")),
        ),
        passes=(
            case(every_row(value="符合合同要求"), row(QUANTITY, value="12次")),
            case(every_row(value="2025年12月31日前")),
            case(every_row(value="")),
            case(without(1, 2, 3, 4, 5, 6)),
        ),
    ),
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
        ),
        passes=(
            case(others=(other(),)),
            case(others=(other("另一个项目", 2024, row(QUANTITY, value="≥12轮")),)),
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
