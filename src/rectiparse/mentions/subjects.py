"""Subjects: what a figure counts, read off the words beside it (31名职工, 城市低保金1652人).

Patterns alone, no dictionary: a noun ends where a verb or a particle begins. Where that cannot be told there is no subject.
"""

from __future__ import annotations

import re
from typing import Final

from rectiparse.mentions.units import MEASURES, MONEY, RATIOS

PERSONS: Final = frozenset(["人", "名", "位", "人次"])
EVENTS: Final = frozenset(
    [
        "次",
        "场",
        "场次",
        "期",
        "轮",
        "轮次",
        "遍",
        "趟",
        "人次",
        "批次",
        "户次",
        "家次",
        "件次",
        "班次",
        "课次",
        "课时",
        "学时",
    ]
)
"""What counts how often something was done: the doing itself is then what is counted."""

_LONGEST: Final = 20

# Behind these stands what they do, also where its word names a thing elsewhere (采购项目).
_ACTORS: Final = "单位|部门|公司|企业|学校|医院|机构|人员|干部|党员|职工|教师|医师|医生|学生|对象|社区|支部|村民|农户|商户|乡镇|银行|问题|任人|组织|班级|网点|支行|股室"
# Where a noun after the figure ends. Words of one character name what makes them a part of the noun after all.
_STOPS: Final = re.compile(
    "(?=[的了着过并且但而则即又再才就都也仍尚还均已曾被把将让令由自从向往至到按依凭随经其之以因故若如虽这那该此每各某何我你他她它们很更最越较太在建未成不动无主没对接为和与及或等是有能可应用需要于给使上下属发内外来出包前后"
    "时中共占达享得受进开完立申参纳实通采存位获荣符合超低高落执推组导造形处召举承签投涉分全逐擅结疏拖逾闲仅只约近多陆先累正基违清统起虚瞒漏提扣计停倒空直偷增减降长连编列划转书传作侵免压反填复套封少工延弄恢截批报拒挪排搬支收整旷核检欠注消移竣缴缺脱补表诫调责辞迟追退酒重销集预领骗学审研部限丢串人休去围坍失安年挂损死流病破离私老定评细跨化赴予边常终管换罚约谈须清查一偏雷变])(?:"  # one look tells most places off
    "[的了着过并且但而则即又再才就都也仍尚还均已曾把将让令由自向往至到按依凭随经其之因故若如虽这那该此每各某何我你他她它们很更最越较太]"
    "|(?<!级)以|被(?!巡|审计|征地|帮扶|监管|检查|投诉|举报|害|告)|从(?![业严句事])"
    "|在(?!校(?![内外园])|册|编|职(?!称|务|级|工|场|权)|岗(?!位)|建(?!设)|线(?![上下])|押|矫|院(?!内)|读|逃|库)"
    "|未(?!成年|婚)|(?:(?!\\A)不|不(?!(?:合格|规范|达标|良)[^\\W\\d_的]{2}|符合条件[人对]))(?!动产)|无(?!障碍|人机|害化|主)|没|对(?!象|口|接|账|公|冲|讲|虾)|为(?!民)"
    "|和(?!谐|平)|与(?!会)|及|或|等(?!级)|是|(?<![国公私所])有(?!限|色|机|奖)|能(?!力|源|耗|手)|可(?!再生)|应(?!急|用|届)|需|(?<![重主必首紧])要(?!素|件)|于"
    "|给(?!水|排水)|(?<![使公专费备])用(?!房|地|户|水|电|工|车|品|途)|(?<!级以)上(?!级|访|市|游|岗|户|报)|下(?!属|级|游|水|岗|放|乡|发)"
    "|内(?!部|设|容|科)|(?<![编境国海室户校涉对院])外(?!来|部|籍|出|包|宣|科)|前(?!期|科|置)|后(?!备|续|勤)|时(?!限|间)"
    "|(?<!集)中(?!层|小|心|央|青年|学|医|药|型|标|介|长|专|毒|级|共|国|华|草)|占|达(?!标)|共(?!性|产|青|享|建|同)|来(?!信|访|源)"
    "|使(?!用)|得到|受到|接受|进行|开展|完成|建成|建立|成立|申报|参加|参与|纳入|实现|通过|采取|存在|(?<![下家亲直附所军烈眷])属(?![地性]|单位|企业|公司|学校|机构|部门|医院)|位于|出现|发生|发放|获得|荣获|享受|(?<!不)符合|超过|低于"
    "|高于|实行|连续|虚报|瞒报|漏报|立案|提醒|扣减|计划(?=[于在今明])|停产|停业|倒闭|空置|直排|偷排|落实|执行|实施|推进|推动|(?<![党会团济治作金])组织(?!生活|关系|部|委员|机构|者)|要求|导致|造成|形成|处于|进入|召开|举办|承担|承诺|签订"
    "|签署|投入|涉及|包括|分别|全部|逐[一项个户村人条件家笔]|立即|及时|擅自|结对|疏于|拖延|逾期|不符(?!合)|闲置(?![资土房校厂地商设])|仅|只|约(?!谈)|近(?!亲)|多年|陆续|先后|其中|合计|共计|累计|正在|基本(?!医|养)|违反|清退"
    r"|(?:提升|提高|上升|下降|降低|增长|增加|减少)[至到了为]|(?<!中)长期(?!护理|照护|股权|投资|借款|贷款|债务|合同|规划|任务|资产)|[编列划转计]入|(?!\A)(?:违规|统一|主要|起步|动态|形同)"
    # what is done with it, or what it does; a word that may name a thing as well (移交清单) ends no noun at its beginning
    r"|预计|缺(?![陷口额])|责令|使用(?!权|费|人|者|证|面积|率|单位|情况|事项|资金|期|说明)|超期(?=未)"
    r"|正常(?=[运开使])|工作(?=[长满])|年(?=[底初末内前])|先(?=[^\W\d_]{2,4}后)|主体(?=封顶|完工|竣工)|重复(?=[领计报缴交享])|限期"
    "|(?<=会议)(?:研究|部署|传达|学习|审议)|(?<=问题)整改(?:进展|完成|落实)?情况"
    "|超(?:目录|权限)(?=支付|报销|用药|列支|收费|使用|审批|办理)|一[律并]|(?!\\A)流[入向](?!人|党|地|资)|偏[低高少大小多]|雷同(?![^\\W\\d_])|受[^\\W\\d_]{2}(?:制约|限制|影响)(?!的|企业|商户|群众|地区|区域)|(?!\\A)变更(?![单申手事资审登协])|化整为零|赴|须(?!知)|予以|(?!\\A)发(?:送|函)|截[至止]|(?!\\A)停(?:职|薪|课)|边[^\\W\\d_]边|(?!\\A)(?:清查|审计|检查|排查)?全覆盖|(?!\\A)全年|全年(?=[只仅未无没不])|[常终长]年(?=[在外未不居住缺积无拖没])|提请|(?<=[人员户业司])罚款"
    r"|(?!\A)(?:超(?:预算|标|范围|比例|限额|概算)|补[记缴办签录齐交登发]|压[减缩降]|全面|倒排|扣[发缴除回]|批评教育|诫勉|弄虚|作假|造假|发现|反映"
    r"|恢复|拖欠|欠缴|挪用|截留|套取|骗取|侵占|[少多漏][缴收计报交]|列支|(?<![移动助])支付(?!能力|平台|系统|凭证|宝)|收取|收受|领取|报销(?![凭单手费制])"
    r"|移交(?!清单|手续)|重新|集体(?=约谈|谈话|学习|研究|讨论|廉政)|书面(?=检[查讨]|说明|报告|承诺)|填[写报]|延期|消除|封顶|承租|出租|转发|传达|分散(?![供居])"
    r"|复[耕工产核检查]|(?:评|列|定)为|竣工|开工|动工|销号|受(?![益访灾助理检托贿聘奖损限让])|分解|越界|退[缴回还]|上缴|追[缴回]|辞退|调离|免职|偷税|漏税|注销|表示|拒[不绝]"
    r"|合并|挂牌|通报(?=批评|曝光)|私车|细化|跨(?=学期|年|区)|预[收付支]|虚[开列构增]|人户分离|串[换标]|围标|处(?:以|罚(?!金))|安装(?![工费])"
    r"|(?<!集中|警示|提醒|廉政|集体)约谈|旷工|缺勤|休假|脱管|漏管|失联|丢失|漏雨|流失|损坏"
    r"|破损(?![点路墙])|老化(?!管)|倒塌|坍塌|去世|病故|死亡(?![人对证])|离[职岗世](?![人手]))"
    rf"|(?<={_ACTORS})(?:采购(?![项人部中合办管代员])|违法(?![案行线])|越权|整改(?!方案|台账|措施|清单|情况|任务)|自查|检查(?![记站组表])|排放(?![口物标总])|搬迁|签订|缺席|迟到|旷工|脱岗|酒驾|收费|缴费|清理(?!方案|台账)|核查(?![表组])|整治|倒查|换届(?!工作|选举|方案|通知)|管理(?![人员制办岗部规费方平系台层体机章站中所局委处科])|报销|谈话|罚款)"
    ")"
)
# Words that hold what ends or governs a noun and are none of both: 公共厕所 is no 厕所, 供应商 no 供.
_WHOLE: Final = re.compile(
    "(?=[P上日月生已变下不与专中临之事产享人优低体作供依信倾停偷储公共其再军农准凭出初到前功动原参双反发取只可各合同后向命售商因国地均基境备复外天太契婚学守定实室对导将就履岗岸工幕平年并应归录往必忍急性总恢意感户才执承技把投报指授接推提摘收故效文新方无普智更最有朝未条来林校核概横比民水没法流海热特理申直相着神空等签约纪纵线细经缓缺网职聘自船节药落行补要规认许课调财越转较辖过近违适通逾遭都金附陆限院随隶雷需预食饱高以传多病])(?:"  # one look tells most places off
    "临时(?=[工用救摊设建占机党停性聘安价措借住居户])|[课工实定平学]时|[供反适相效]应|公共|[职节智功性技效核热产动储]能|太阳能|新能源|[规细原准守附总通法]则|[纪摘概提]要(?!求)|要[点闻件素]|摘要"
    "|[信应民商农药食通实专公备录聘作效军]用|[室境院校体国户辖]内|[学产婚岗]前|前[端沿台置]|[课售产幕]后|后[期台勤]|[高初空水]中|中[队职转期游式考低西介]"
    "|[雷发直]达|往来|外来|未来|来[电料宾款]|[合条公预违履契特]约|约束|有[偿害效毒线价关声形轨机色奖限]|有组织|[许认]可|可[研行控燃疑视靠]|可(?:回收|移动|追溯|再生)|不可移动|不良(?=贷款|资产|记录|反应|影响|信息)|不锈钢"
    "|[行人]为|[线网陆水海岸]上|[线地水林天]下|下[辖派沉]|自(?:来水|然|建|动|费|治|助|有|愿|媒体|住|备|我)|自查(?=问题|报告|清单)|其[他它]|经(?:济处罚|济|办|费|理|验|销|商)|[财神]经"
    "|经营(?=主体|户|者|场|性|权|网点|单位|项目)|过[渡滤境街敏程]|并[联购网]|再(?:生|就业|担保|贷款)|就[业诊餐读医学职]|才[艺能]|[人天]才|更新(?=项目|改造|设备)|变更(?=[单申手事资审登协])|更衣|因[素公私]|故[障事居]|事故"
    "|[定意动取导流横纵朝倾双方]向|向导|[理自]由|凭证|文凭|依据|之[家间]|将[军来]|把[手关]|着装|着力点|均[衡等]|[平人户]均|(?:[年月日]|(?<![学医师先])生)均(?![未不无没有为已按由在可能达属是因被受从将需])|PM(?:2\\.5|10)|[上下]限|都市|普及|[高中初优平低同]等|等[次候级]|需求|[必供军急]需|[供补]给"
    "|[核比]对(?!出)|对[标讲虾账]|对外(?=贸|投|开|宣)|[转出]让|[命指]令|签到|报到|越[野冬]|随[机访迁班]|与会|共和|[总饱缓调中]和|没收|金属|[归隶]属|无[证线形烟]|近[视海期]|只读|船只|投入品|[享]受(?=对象|人员)"
    "|执行(?=案|标的|局|人)|实施(?=方案|细则|意见|办法|主体|单位|项目|计划)|推进(?=会|方案|计划|机制)|落实(?=方案|清单)|提醒(?=函|卡)|承诺(?=书|事项)|申报(?=项目|材料|企业|单位|表|人)"
    "|空置(?=房|率|商)|停产企业|[直偷]排(?=口|户|点)|基本(?=农田|公共|信息|情况|药物|户|账户|单元|建设|制度)|参与(?=人|企业|方)|发放(?=表|对象|清单|记录)|年[初内](?=预算|到期)"
    "|报销(?=[凭单手费制数])|病故(?=人)|多年生|以(?:案|工代赈|奖代补)|不作为(?=问题|行为|案)|外聘|复工复产|行政处罚|信访反映|收受(?=礼|红包)|[接承遭感忍授]受"
    "|\\A(?:变更|已[^\\W\\d_]{2}(?=人员|职工|党员|对象|教师|村民)|传达|合并|到[期户]|较[大重高差多]|最[低高美优佳]|各[类级种项]|过期(?=[^\\W\\d_]{2})|逾期(?=[^\\W\\d_未不没仍的超尚已整归退支补缴][^\\W\\d_])|恢复(?=耕地|性)|限期|要求|提醒谈话|缺项)"
    ")"
)
_RUN_AFTER: Final = re.compile(r"(“[^”\n]{1,16}”)?((?:[^\W\d_]+(?:[（(][^\W\d_]{1,6}[）)][^\W\d_]*)?)?)")
# What sets bounds to what is counted, before its noun: 2名以上干部, 3名80周岁以上老人.
_EXTENT: Final = re.compile(r"(?:\d{1,3}周?岁)?(?:及?以[上下内]|左右)的?")
# A clause between the figure and its noun: 10家整改不力的单位, 1名长期未转入支部的党员.
_CLAUSE: Final = re.compile(
    r"(?:[尚仍]?[未没][^\W\d_]{0,8}?(?:整改|解决|销号|办结|到位|完成)的(?=问题)"
    r"|(?:[不未没无因被有尚仍已拒]|长期|多年|"
    r"(?P<fault>[^\W\d_]{2,6}?(?:不[力实严够足清]|不到位|不及时|滞后|缓慢|混乱|薄弱|落后|突出|严重|不高)))[^\W\d_]{0,12}?的"
    r"(?!问题|情况|时候|基础|前提|条件|同时|原因|过程|要求|规定|标准|比例|目标|时间|期限|次数))"
)
# What is done, behind how often: 3次召开党组会.
_DOING: Final = re.compile("(?:组织|集中|专题|及时)?(?:召开|开展|举办|进行|组织)(?![了全])(?:观看|收看)?")

# What stands between a noun and its figure: 覆盖职工不到xx万人, 理论学习共8场次, 面积：800平方米.
_LINK: Final = re.compile(
    "(?:[现原设建配]有|[共各已又再也仍尚仅只是有占到至了近逾超从]|(?<![行作])为|(?<!理)由(?:(?:原[来先]?|此前|过去)的)?|(?<![节合条公预])约|(?<![下雷])达|(?<![效响反供相适对感])应配?|(?<![偿归返退交])还|平均|[人户]均|(?<![学医师先])生均|(?<![年月日平])均|总计|合计|累计|共计|总共|总数|大约|将近|接近|不到|不足|不(?:得|应)?(?:少|低|高|多)于"
    "|不(?:得)?超过|(?:超|突|打)[过破]|[低高少多大小]于|[至最][少多]|起码|分别|[同环]比|(?:[新再]增|增加|减少|下降|提高|提升|增长|降低|上升|缩短|压[减缩降]|[削缩核调]减)[了到至]?"
    "|(?:控制|稳定|保持|维持|锁定)在|[尚仍还]缺|调整[为至到]|(?<=..)[两三四五六七八九十]年|[由从到至在](?:20)?\\d\\d年(?:度|[底末初]|\\d{1,2}月[份底末初]?)?的"
    "|[较比与](?:[上去前]年|年初|[上去]年?同期|上年度|上[季半]年?度?|往年)(?:同期|[底末初])?(?:相比)?"
    "|[降增升]至|[降增升减涨跌]到|[高多长]达|完成|[:：￥¥≥≤＞＜><—–~～-])+$"
)
_LINK_ENDS: Final = frozenset(
    "应配减缩年的在缺共各已又再还也仅只为是有占达到至了约近逾超由从均计数足于过多少码别比增加降高升长低短破成:：￥¥≥≤＞＜><—–~～-"
)
# The last word before the noun that does not belong to it: 发放城市低保金1652人, 筹措资金16万余元, 存在的共性问题x条.
_GOVERNING: Final = re.compile(
    "(?=[累共合总先陆同及以上下另其目已需现设有全年发拨筹争投安排支追收清退还出挽核减运给开召举办组部进完成建新改扩修增少查处受化约问覆涉包签印制梳报研列选招聘引配购采拆整督走慰救对资帮享纳认识拥占实欠拖挪虚套违多漏力每"
    "月各的了是该将把按因由并仅又再也等为从在就向未底末0-9且登铺补归剩尚盘培流关更健形申通曝征产收听接期此含如只仅截应租借划送左邀内反设加补增调翻抽明移访持销长加坚至最推正与今但依偿单去和回围扣提撰根栽比派筛而评读迄返针预领节])(?:"  # one look tells most places off
    "\\A左右|上述|(?<=[校院局县市区])内\\Z|出动|邀请(?!函)|今后|此后|(?<!学)期间|截[至止][^\\W\\d_]{0,4}时|\\A[含如](?=..)|(?:[只仅实应又另]|累计)[收付交开缴欠签]\\Z|(?<=[只仅])开(?![展设具通发办工放])(?=..)|[只仅](?![读限能有])"
    "|(?:征求|收集|听取|征集|接|收)到(?:各[类种级方])?|多(?=收入)|[包租借划拨交送补]给\\Z|共建(?!单位|协议|机制)(?=..)|产生(?!单位|企业)(?=..)|\\d{1,4}(?:天|周|个月|日内?|小时)"
    "|累计|共计|合计|总共|先后|陆续|同时|及?以[上下内]|另外|其中|目前|已经|同期|需要|[现已共设]有|全[县市区州省乡镇局院校年]|发放|拨付|下[拨发]|偿还|[归返发]还|扣[发减回]|[追回]收|筹[措集]|争取|投入|安排|(?<!转移)支付"
    "|追[缴回]|收[缴回取到]|清退|退[还回出]|上缴|挽回|核[减销]|运用|给予|开展|召开|举办|(?<![党会团济治作金])组织(?!生活|关系|部|委员|机构)|进行|完成"
    "|建[成立]|成立|[新改扩修]建|新增|增加|减少|发现|(?:查[处摆找扣封]|排查|比对|梳理|清理|评选|筛查)出?|查出|(?<!账)处理(?![厂站率费]|设施|能力|中心)|处置|处罚|移送|办[理结]|受理|化解|约谈|问责|覆盖|涉及|包括|签订|印发|制定|出台"
    "|修订|梳理|报送|部署|研判|列席|研究|选[派拔]|招聘|引进|聘[用请任]|配备|购[买置]|采购|安装|拆除|清理|整治|督促|走访|慰问|救助(?!金|对象|资金|站)"
    "|帮扶(?!资金)|资助|享受|纳入|认定|识别|设立|拥有|占用|实现|欠缴|拖欠|挪用|虚报|套取|违规(?!行为)|[多少漏欠][计收]|铺设|建设(?![项工用资局单标规委厅部])|多付|力争|下达|走失|(?:报销|列支)(?=..)"
    "|(?<!标准)(?<!范围)(?<!预算)(?:报销|列支)"
    "|补[缴交录办签记登齐发]|归档|(?:剩余|其余|尚有|还有|另有)$|(?:通报|曝光|培训|上交|派驻|采纳|提出|节约|领办|增[派配]|栽植|读完|通读|撰写)(?=..)|发展(?=党员)"
    "|反馈(?=问题|意见|隐患)|设置(?=..)|[加增补]装|补[设种植栽]|盘活|培育|流转|关停|更换|完善|健全|形成(?!性)|申请(?![书表人])|登记(?![表簿证卡册])|[查调翻]阅|抽查|明确|移[交送]|访谈(?![提记])"
    "|至少|最少|每(?:半[年月]|学[期年]|[年月周半日天季]度?|[种类项个张名人家户份本件台套次批期门间辆亩吨栋处所]|[^\\W\\d_]\\Z)|各[种类项个]?|(?<![偿归返退交])还(?![林草湖湿田款贷本建迁])|[的了是且该将把按因由并已仅又再也需每]|(?<![节合条公])约|共(?!性|同|产|青|享|建)|对(?!象|口|公|账)|以来"
    "|(?<![国公私所])有(?!限|色|关|偿|息|害|机|毒|效|奖|轨|线|价)|等(?:(?:方式|形式|渠道)\\Z|(?!级))|为(?!民)"
    "|从(?!业)|在(?!校|职|册|编|建)|就(?!业)|(?<![方倾导动取])向(?!性|上)|其(?!他|它)|(?<!应.)未(?!成年|来)|及(?!时)|[0-9年月]+(?:年度|[年月日]份?[底末]?前?)|[年月]?[底末]前?(?![线数期科置])"
    "|关于|针对|围绕|依据|根据|比(?=上年|去年)|[去今明]年|[上下]半年|年内(?!到期)|至今|迄今|预计|单[项笔]\\Z|\\A(?:但|而|和|与|及|以及)"
    ")"
)
# The same of words that may name a thing as well (危房改造资金): only where nothing stands before them.
_OPENING: Final = re.compile(
    "(?:[应需拟]|重复)?(?:改造|修复|恢复|破坏|维修|取缔|淘汰|封堵|置换|征求|回收|整理|立项|听取|领取|清查|摸排|盘点|核查|普查|开[行通设办辟])(?=..)"
    "(?!项目|工程|任务|工作|方案|计划|措施|比例|面积|数量|规模|标准|养护|意见[表稿]|[费率金款人书单组村])"
)
# What is done, as those: only where what is counted is no event (集中学习 is one).
_DOING_FIRST: Final = re.compile(
    "(?=[上主争依侦促修借停免公关兴减出分刊划列创初删加募印压及发吸回培填增安实封带帮延开引张录悬惠打扣执扶批抓投抢抽拉拓拘招持捐换捣推提援搭撤收救整新柔查核栽检没治添疏督破硬租立筛筹签组细续罚补表解认让设诊调赔起转辨追退选逐逮遴采重限])(?:"  # one look tells most places off
    "(?:重新|逐一|及时|依法(?!行政)|主动|立即|柔性)(?=[^\\W\\d_]{4})[^\\W\\d_]{2}"
    "|设[置立]|辨识|新添|添[置加](?!剂)|增聘|删除|封存|拘留|追加|公开(?![课栏招信选])|补充(?!耕地|协议|医|材料|养老|意见)|检出|停招|压减|提起|培养(?![对方人])|解除|让利|认领|执结|退缴|补足|加上|持续整改(?=问题)|整改销号|实施(?=.{2,12}项目)|筛[出选]|延伸(?:核查|检查|审计)"
    "|细化(?=措施)|分解(?=整改|任务)|整改(?=隐患)|初步(?:摸排|排查|核查)|帮助(?:解决|协调)?|解决|促进|限定|张贴|悬挂|投放(?!点)|募集|捐[赠献](?!物|款|资)|栽种|疏[通浚]|硬化|拓宽|修缮|安置(?![房点区帮补对小费])|吸纳|带动"
    "|惠及|减免|免除|赔[偿付](?!金)|没收|罚没|扣押|[查破抓]获|侦破|起诉|批捕|逮捕|捣毁|打掉|关闭|撤销|调换|调处|回访|推荐(?!人选)|遴选|选[聘树]|抽检|抽[取出调]|采集|录入|上[传报](?!制)|填报|组建|创办|打造"
    "|督办(?![单函件事问案卡通])|抢修|检修|兴建|援建|搭建|筹建|签[约署下]|[续补]签|解聘|划[拨转]|表彰|救治|诊治|收治|核[定实发]|[换补]发|印刷|发[出送布]|推送|刊[发登]|开出|拉[来运]|转运|租[赁用]|借用(?!人)|推行"
    "|调用|列出|扶持|引入|吸引|招引|争创|治愈|回购|出售)(?=[^\\W\\d_]{2})"
    "(?!项目|工程|任务|工作|方案|计划|措施|比例|面积|数量|规模|标准|总[额量数]|金额|情况\\Z|记录|制度|[率费量人]\\Z)"
)
# What is said of the noun behind it, and is no part of it: 音体美教师缺编11人, 药品账实不符17种.
_FAULTY: Final = re.compile("(?<=..)(?:(?:账[实物账表卡]|货账)不符|(?<![短])缺[编失岗]|空缺|激增|欠收|[转到]岗)\\Z")
_FAULTY_ENDS: Final = frozenset("符编失岗缺增收")
# With what a rate is compared: 高于国家标准9.4个百分点, 较上年少4家.
_COMPARED: Final = re.compile(
    "(?:[高低多少大小优]于|超[出过](?=[^\\W_]{0,8}(?:标准|水平|均值|目标|要求|规定|比例|限值|上限|控制线))|较(?![大高小多好差低])|与(?=[上去前]年|同期|年初|计划)|比(?![例重率值对赛]))[^\\W_]{1,14}(?<!占比)(?<!比例)"
)
_FEWER: Final = re.compile("[较比](?:[上去前]年|年初|同期|往年|计划|目标)[^\\W_]{0,4}[少多高低]\\Z")
# What ends a noun that names what such a unit counts, where it goes on without naming one (河长巡河次数), and what it may end with.
_PERSON_NOUNS: Final = (
    re.compile(
        "[^\\W\\d_]*(?:员(?!工)|[者师]|[村居农渔牧市公]民|[县乡镇村河林局院校所站科处班组队厂店园股部行社]长|学生|医生|员工|职工|(?:责任|当事|负责|[老病])人|干部|经理|书记|主任)(?=[^\\W\\d_]{2})"
    ),
    re.compile(
        "(?:[员者师民长人兵官生警察士工]|(?<!账)户|干部|代表|对象|子女|[家遗亲]属|骨干|模范|标兵|能手|专家|主席|书记|主任|[经助]理|会计|出纳|群众|教授|青年|妇女|儿童|名额|编制|岗位|指标|主管|总监|[董监]事|司机|保洁|同志)\\Z"
    ),
)
_HOUSEHOLD_NOUNS: Final = (
    re.compile("[^\\W\\d_]*(?:户|家庭|单位|企业)(?=[^\\W\\d_]{2})"),
    re.compile("(?:[户家人员民厂店]|家庭|单位|企业|公司|群众|对象|职工|合作社|农场)\\Z"),
)
_BODY_NOUNS: Final = (
    re.compile("[^\\W\\d_]*(?:单位|企业|公司|机构|医院|学校|银行|[支分]行|药店|商户|超市)(?=[^\\W\\d_]{2})"),
    re.compile("(?:[会部点站店所院厂社场馆园室局办处行校户堂]|中心|公司|集团|单位|企业|机构|商户|超市|门市|名单)\\Z"),
)
_NAMING: Final = {
    "名": _PERSON_NOUNS,
    "位": _PERSON_NOUNS,
    "户": _HOUSEHOLD_NOUNS,
    "家": _BODY_NOUNS,
    "所": _BODY_NOUNS,
}
# What may be wrong with what is counted, and is not counted itself: 29处水质不达标.
_ASPECTS: Final = frozenset(
    ["水质", "质量", "进度", "次数", "价格", "内容", "功能", "功效", "数据", "面积", "电话号码"]
)
_WRONG: Final = re.compile("[不未偏超较为]|滞后|过[高低大小]|有误|失")
# What is done with money, between it and what it is spent on: 按每人20元标准列支实践经费.
_SPENDING: Final = re.compile("标准(?:列支|发放|支付|计提|提取|安排|缴纳|收取|拨付)?|列支|计提")
# How far what is counted has come, after the noun: 问题已整改到位7个, 项目开工3个.
_SETTLED: Final = re.compile(
    r"(?:\A(?:现|目前|部分|报告日))?(?:[已仅只未尚]{0,2}(?:实际|阶段性|计划实施|实施|(?<!用车)使用|正在|有序|加快|持续|长期|基本|全部|完成|推进|坚持"
    "|(?<!责令)(?<!督促)(?:整改|销号|办结)|到位|完毕|开工|竣工|完工|投用|投产|清零|正常运行))+$"
)
_SETTLED_ENDS: Final = frozenset("际性施用在序快续期本部成进持改号结位毕工用产零行")
# The same of a part of it, 已 before two signs: 项目资金已下达3000万元; how often a thing was done it may name as well (已学习16次).
_DONE: Final = re.compile(
    "(?:(?:已|尚?未(?!成年))(?:全部|陆续|实际|累计)?(?![退缴收付补欠][费款税])[^\\W\\d_]{2}|(?<=..)超(?:标准|范围|预算)(?:报销|列支|支出|开支|发放|配备))\\Z"
)
_WHOLE_OF: Final = frozenset("占于过到达足按以比为由从是较")
_TURNS: Final = frozenset("已未超")
_STATES: Final = frozenset(["出租", "闲置", "空置", "停用", "注销", "划转", "保留", "撤销", "入库", "到账", "挂牌"])
_DONE_TO_PERSONS: Final = re.compile(
    "(?:其中|已|共|再|并|先后|累计|另|同时){0,2}((?:追责|问责|约谈|诫勉|处分|处理|组织处理|走访|慰问|培训|帮扶|救助|资助|查处|通报批评|移送(?:司法(?:机关)?)?){1,2})"
)
_PER_PERSON: Final = re.compile(r"(?:每[^\W\d_]){1,3}$")  # 伙食费每生每餐7元
_BRACKETED: Final = re.compile(r"(?<=..)[（(][^（）()\n]{1,12}[）)]$")  # 民主生活会（组织生活会）3次
_AMOUNTS: Final = frozenset("率额量数费")
_MONIES: Final = frozenset("费款金税债用贴助资入出")
_TWO: Final = 2
_OF_THINGS: Final = frozenset(
    ["个", "项", "条", "件", "处", "宗", "起", "笔", "例", "类", "种", "家", "户", "台", "套", "所", "座", "间"]
)
_LEAST_BEHIND: Final = 3  # 参加培训5次 counts 培训, 参加会 nothing
_BLANKS: Final = " \u3000\xa0\n"
_BULLETS: Final = " \u3000\xa0-*+•·●■○◆▪–—>"
_BRACKETS: Final = frozenset("）)")
_SHORT_NOUNS: Final = frozenset("村镇乡县市区校人事班组站所")
_TO_LAST_MARK: Final = re.compile(r".*[，。；：！？,;:、\n\t|｜（）()“”\"《》]", re.DOTALL)
_AMONG: Final = re.compile(r"(?<=..)(?<![集心其市高初职一二三四五六七八九十])[中里]$")  # 23条河道中有5条
_LIST_MARK: Final = re.compile(r"^(?:\d+[.．]|[①-⒛])\s*")


def noun_after(text: str, at: int, unit: str = "") -> str | None:
    """The noun that begins at `text[at]`, or None where a verb, a particle or a mark stands there; 以案四说 in its quotation marks.

    Where `unit` counts how often, what is done may stand between (3次召开党组会).
    """
    event = unit in EVENTS
    extent = None if event else _EXTENT.match(text, at)
    if extent:
        at = extent.end()
    if unit in MONEY and (spending := _SPENDING.match(text, at)):
        at = spending.end()
    noun = _noun_at(text, at)
    clause = _CLAUSE.match(text, at, at + _LONGEST) if noun is None or text[at : at + 8].find("的") > 0 else None
    if clause and (noun is None or clause["fault"]):
        noun = _noun_at(text, clause.end())
    elif noun is None and event and (doing := _DOING.match(text, at)):
        noun = _noun_at(text, doing.end())
    if noun is None:
        return None
    if unit in MONEY and not extent and noun[-1] not in _MONIES and (doing := _GOVERNING.match(noun)):
        return noun if len(noun) - doing.end() < _TWO else None  # 投入75万元安装设备36套
    if noun in _ASPECTS and _WRONG.match(text, at + len(noun)):
        return None
    if (naming := _NAMING.get(unit)) and (named := naming[0].match(noun)) and not naming[1].search(noun):
        return named[0] if len(named[0]) > 1 else noun
    return None if unit in PERSONS and noun.endswith(("率", "次数")) else noun


def _noun_at(text: str, at: int) -> str | None:
    run = _RUN_AFTER.match(text, at, at + _LONGEST)
    if not run:
        return None
    quoted, noun = run[1] or "", run[2]
    if stop := _STOPS.search(_whole(noun)):
        noun = noun[: stop.start()]
    noun = quoted + noun
    return noun if (len(noun) > 1 and noun != "一事") or noun in _SHORT_NOUNS else None


def behind_noun(text: str, at: int, noun: str) -> int:
    """Where what follows `noun`, if it stands at `text[at]`, begins to name something else: 3.8 counts 公务接待费 of 6家单位超预算列支公务接待费3.8万元."""
    end = at + len(noun)
    stop = _STOPS.match(text, end) if text.startswith(noun, at) else None
    if stop and stop[0] == "罚款":
        return end
    if stop is None or stop.end() - stop.start() < 2 or text[stop.end() : stop.end() + 1] in _AMOUNTS:
        return at
    return stop.end()


def noun_before(text: str, floor: int, at: int, unit: str = "") -> str | None:
    """The noun that ends before `text[at]` and begins at or after `floor`.

    Empty where the clause up to the figure holds nothing but words such as 退出 or 其中: the figure then counts on what the figure
    before it counted. None where no noun can be told.
    """
    clause = _unlinked(text[max(floor, at - 2 * _LONGEST) : at].rstrip(_BLANKS))
    if clause.endswith(("按", "按照")):
        return None
    if clause[-1:] in _BRACKETS:
        clause = _BRACKETED.sub("", clause)
    if marked := _TO_LAST_MARK.match(clause):
        clause = clause[marked.end() :]
    clause = clause.lstrip(_BULLETS).strip()
    if clause[:1].isnumeric():
        clause = _LIST_MARK.sub("", clause)
    if (unit in PERSONS or unit in EVENTS) and (done := _DONE_TO_PERSONS.fullmatch(clause)):
        return done[1]
    if clause[-1:] in _SETTLED_ENDS and (settled := _SETTLED.search(clause)):
        clause = clause[: settled.start()]
    experienced = clause.endswith("过") and not clause.endswith(("记过", "大过"))  # 查过3次, 只走访过19户
    if experienced:
        clause = clause[:-1]
    if unit not in EVENTS:
        clause = _undone(clause)
        if _COMPARED.fullmatch(clause) if unit in RATIOS else _FEWER.fullmatch(clause):
            return ""
        if unit in RATIOS and clause.endswith("的") and text[at - 1] == "的" and _WHOLE_OF.isdisjoint(clause):
            clause = clause[:-1]  # 完成总工程量的91%
    if "每" in clause[-6:] and (each := _PER_PERSON.search(clause)):
        clause = _unlinked(clause[: each.start()])
        if clause.endswith(("按", "以")):
            return None
    begin = _governed(clause)
    if opening := _OPENING.match(clause, begin):
        begin = opening.end()
    if unit not in EVENTS and (doing := _DOING_FIRST.match(clause, begin)):
        begin = doing.end()
    noun = clause[begin:]
    if unit in EVENTS and noun.startswith("参加") and noun[2:3] != "人" and len(noun) > _LEAST_BEHIND:
        noun = noun[2:]
    if noun and experienced and unit not in MONEY | RATIOS | MEASURES and text[at] not in "百千万亿":
        return None
    if noun.endswith(("中", "里")):
        noun = _AMONG.sub("", noun)
    noun = noun.strip()
    if not noun or noun.isdecimal() or (unit in _OF_THINGS and len(noun) == _TWO and _does(noun)):
        return ""
    return noun if 1 < len(noun) <= _LONGEST else None


def _does(word: str) -> bool:
    """Whether a word of two signs, alone before its figure, says what is done: 设置12类, 执结21件."""
    doing = _DOING_FIRST.match(f"{word}某某")
    return doing is not None and doing.end() == _TWO


def _governed(clause: str) -> int:
    """Where the last word ends that governs the noun; a 未 before such a word belongs to the noun: 未拨付资金 is not 资金."""
    begin = 0
    for word in _GOVERNING.finditer(_whole(clause)):
        left = len(clause) - word.end()
        if left == 1:  # 完成率 is a noun
            continue
        if left and word[0] == "未":
            begin = word.start()
        elif left and clause[: word.start()].endswith("未"):
            begin = word.start() - 1
        else:
            begin = word.end()
    return begin


def _whole(words: str) -> str:
    """The same with its whole words veiled."""
    return _WHOLE.sub(_veiled, words)


def _veiled(word: re.Match[str]) -> str:
    return "啊" * len(word.group())


def _undone(clause: str) -> str:
    if clause[-2:] in _STATES:
        rest = clause[:-2]
        return rest if len(rest) > 1 else ""
    if clause[-1:] in _FAULTY_ENDS and (faulty := _FAULTY.search(clause)):
        return clause[: faulty.start()]
    done = _DONE.search(clause) if not _TURNS.isdisjoint(clause) else None
    return clause[: done.start()] if done else clause


def _unlinked(clause: str) -> str:
    link = _LINK.search(clause) if clause[-1:] in _LINK_ENDS else None
    return clause[: link.start()] if link else clause
