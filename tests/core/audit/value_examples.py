"""Examples of the rules on the 指标值, as in :mod:`tests.core.audit.examples`."""

from tests.core.audit.cases import Examples, case, named_values, values
from tests.core.audit.more_is_good import TIME_WELL_SPENT, WORK_DONE
from tests.core.audit.tables import BENEFIT, COST, QUALITY, QUANTITY, SATISFACTION, TIME, every_row, row, without

VALUE_EXAMPLES: dict[str, Examples] = {
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
}
