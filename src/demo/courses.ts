// demo/courses.ts – what the demo world's schools teach. One line a course: title | English | credits | hours | kind |
// department | syllabus | least grade for others. Schools and their courses are invented; the syllabi of MD and LG are W1's.

/** 文化休闲: they stay in the learning record and never become credit of a degree (CN-05). */
export const leisureCourses = new Set(['社区舞蹈', '摄影基础', '茶艺'])

export const demoCourses: Record<string, string> = {
  JC: `高等数学(一)|Advanced Mathematics I|4|72|theory|公共基础部|math
高等数学(二)|Advanced Mathematics II|4|72|theory|公共基础部|math2
大学英语(一)|College English I|4|72|theory|公共基础部|english
大学英语(二)|College English II|4|72|theory|公共基础部|english
思想道德与法治|Ideology, Morality and Rule of Law|3|54|theory|马克思主义学院|
毛泽东思想和中国特色社会主义理论体系概论|Introduction to Mao Zedong Thought|4|72|theory|马克思主义学院|
形势与政策|Situation and Policy|1|18|theory|马克思主义学院|
体育与健康|Physical Education and Health|2|36|practice|公共基础部|
信息技术基础|Fundamentals of Information Technology|3|54|theory|信息工程系|it
计算机应用基础|Fundamentals of Computer Application|3|54|theory|信息工程系|it
程序设计基础(C语言)|Programming Fundamentals in C|4|72|theory|信息工程系|c
数据库应用|Database Applications|3|54|theory|信息工程系|db
网页设计与制作|Web Page Design|4|72|theory|信息工程系|web
计算机网络基础|Fundamentals of Computer Networks|3|54|theory|信息工程系|net
机械制图|Mechanical Drawing|4|72|theory|机电工程系|draw
机械设计基础|Fundamentals of Machine Design|4|72|theory|机电工程系|mech
机械设计基础课程设计|Machine Design Project|2|56|design|机电工程系|
电工与电子技术|Electrical and Electronic Engineering|4|72|theory|机电工程系|elec
电工与电子技术实验|Electrical and Electronic Laboratory|1|36|laboratory|机电工程系|
数控加工工艺|CNC Machining Process|4|72|theory|机电工程系|cnc
数控编程与操作|CNC Programming and Operation|5|90|practice|机电工程系|cnc
金工实习|Metalworking Practice|2|56|practice|机电工程系|
液压与气压传动|Hydraulic and Pneumatic Transmission|3|54|theory|机电工程系|
工程材料与热处理|Engineering Materials and Heat Treatment|3|54|theory|机电工程系|
基础护理学|Fundamentals of Nursing|6|108|theory|护理系|nurse
内科护理学|Medical Nursing|5|90|theory|护理系|nurse2
外科护理学|Surgical Nursing|5|90|theory|护理系|
儿科护理学|Paediatric Nursing|3|54|theory|护理系|
社区护理学|Community Nursing|3|54|theory|护理系|community
老年护理学|Geriatric Nursing|2|36|theory|护理系|old
护理伦理与法规|Nursing Ethics and Law|2|36|theory|护理系|
护理综合实训|Comprehensive Nursing Practice|4|112|practice|护理系|
会计基础|Fundamentals of Accounting|4|72|theory|经济管理系|acc
财务会计|Financial Accounting|5|90|theory|经济管理系|acc2
管理学基础|Fundamentals of Management|3|54|theory|经济管理系|mgmt
市场营销|Marketing|3|54|theory|经济管理系|mkt
经济学基础|Fundamentals of Economics|3|54|theory|经济管理系|econ
物流管理基础|Fundamentals of Logistics Management|3|54|theory|经济管理系|logi
仓储与配送管理|Warehousing and Distribution|3|54|theory|经济管理系|logi2
教育学基础|Fundamentals of Education|3|54|theory|教育系|edu
心理学基础|Fundamentals of Psychology|3|54|theory|教育系|psy
普通话与口语表达|Mandarin and Oral Expression|2|36|practice|教育系|
儿童文学|Children's Literature|2|36|theory|教育系|childlit
小学语文教学法|Primary Chinese Teaching|3|54|theory|教育系|`,
  YL: `高等数学A|Advanced Mathematics A|3|54|theory|数学学院|mathA
高等数学B|Advanced Mathematics B|4|72|theory|数学学院|math2
线性代数|Linear Algebra|3|54|theory|数学学院|la
概率论与数理统计|Probability and Statistics|3|54|theory|数学学院|prob
大学英语|College English|4|72|theory|外国语学院|english
教育学原理|Principles of Education|3|54|theory|教育学院|edu
普通心理学|General Psychology|3|54|theory|教育学院|psy
教育心理学|Educational Psychology|3|54|theory|教育学院|psy2
中国教育史|History of Education in China|3|54|theory|教育学院|
外国教育史|History of Foreign Education|2|36|theory|教育学院|
小学教育学|Primary Education|3|54|theory|教育学院|edu2
小学语文教学论|Theory of Primary Chinese Teaching|3|54|theory|教育学院|
小学数学教学论|Theory of Primary Mathematics Teaching|3|54|theory|教育学院|
儿童文学|Children's Literature|2|36|theory|文学院|childlit
现代汉语|Modern Chinese|4|72|theory|文学院|
古代文学|Classical Chinese Literature|4|72|theory|文学院|
教育研究方法|Research Methods in Education|2|36|theory|教育学院|
课程与教学论|Curriculum and Instruction|3|54|theory|教育学院|
现代教育技术|Modern Educational Technology|2|36|theory|教育学院|it2
现代教育技术实验|Modern Educational Technology Laboratory|1|36|laboratory|教育学院|
教育实习|Teaching Practice|6|216|practice|教育学院|
毕业论文|Graduation Thesis|6|108|thesis|教育学院|
管理学|Management|3|54|theory|商学院|mgmt
微观经济学|Microeconomics|3|54|theory|商学院|econ
宏观经济学|Macroeconomics|3|54|theory|商学院|econ2
会计学|Accounting|3|54|theory|商学院|acc
市场营销学|Marketing|3|54|theory|商学院|mkt
人力资源管理|Human Resource Management|3|54|theory|商学院|hr
财务管理|Financial Management|3|54|theory|商学院|fin
运营管理|Operations Management|3|54|theory|商学院|
战略管理|Strategic Management|2|36|theory|商学院|
管理信息系统|Management Information Systems|3|54|theory|商学院|db`,
  BH: `高等数学基础|Fundamentals of Advanced Mathematics|4|72|theory|理工教学部|math
线性代数|Linear Algebra|3|54|theory|理工教学部|la
应用概率统计|Applied Probability and Statistics|3|54|theory|理工教学部|prob
开放英语|Open English|4|72|theory|文法教学部|english
计算机应用基础|Fundamentals of Computer Application|3|54|theory|理工教学部|it
C语言程序设计|Programming in C|4|72|theory|理工教学部|c
数据库基础与应用|Database Fundamentals and Applications|4|72|theory|理工教学部|db
网页设计|Web Design|4|72|theory|理工教学部|web
计算机网络|Computer Networks|4|72|theory|理工教学部|net
机械制图|Mechanical Drawing|4|72|theory|理工教学部|draw
机械设计基础|Fundamentals of Machine Design|4|72|theory|理工教学部|mech
电工电子技术|Electrical and Electronic Technology|4|72|theory|理工教学部|elec
数控加工技术|CNC Machining Technology|4|72|theory|理工教学部|cnc
护理学基础|Fundamentals of Nursing|5|90|theory|医护教学部|nurse
内科护理学|Medical Nursing|4|72|theory|医护教学部|nurse2
社区护理学|Community Nursing|3|54|theory|医护教学部|community
老年护理学|Geriatric Nursing|2|36|theory|医护教学部|old
护理管理学|Nursing Management|3|54|theory|医护教学部|
健康教育学|Health Education|2|36|theory|医护教学部|
基础会计|Basic Accounting|4|72|theory|经管教学部|acc
财务会计|Financial Accounting|4|72|theory|经管教学部|acc2
管理学基础|Fundamentals of Management|3|54|theory|经管教学部|mgmt
西方经济学|Economics|4|72|theory|经管教学部|econ
市场营销学|Marketing|3|54|theory|经管教学部|mkt
现代物流管理|Modern Logistics Management|3|54|theory|经管教学部|logi
人力资源管理|Human Resource Management|3|54|theory|经管教学部|hr
财务管理|Financial Management|3|54|theory|经管教学部|fin
教育学|Education|3|54|theory|文法教学部|edu
心理学|Psychology|3|54|theory|文法教学部|psy
法学基础知识|Fundamentals of Law|3|54|theory|文法教学部|law
民法学|Civil Law|4|72|theory|文法教学部|
写作基础|Fundamentals of Writing|3|54|theory|文法教学部|`,
  HT: `叉车操作基础|Fundamentals of Forklift Operation|2|32|practice|物流培训部|forklift
仓储管理实务|Warehouse Management in Practice|2|32|theory|物流培训部|logi2
物流管理师培训|Logistics Manager Training|4|64|theory|物流培训部|logi
养老护理员(初级)|Elderly Care Worker, Elementary|3|48|practice|护理培训部|old
养老护理员(中级)|Elderly Care Worker, Intermediate|4|64|practice|护理培训部|old
母婴护理|Mother and Baby Care|3|48|practice|护理培训部|
急救技能|First Aid Skills|1|16|practice|护理培训部|
Web前端开发(初级)|Web Front-end Development, Elementary|4|64|practice|信息培训部|web
Web前端开发(中级)|Web Front-end Development, Intermediate|6|96|practice|信息培训部|web
办公软件应用|Office Software|2|32|practice|信息培训部|it
Python编程入门|Introduction to Python Programming|3|48|theory|信息培训部|
数控车工(中级)|CNC Turner, Intermediate|5|80|practice|制造培训部|cnc
电工(中级)|Electrician, Intermediate|5|80|practice|制造培训部|elec
焊工(初级)|Welder, Elementary|4|64|practice|制造培训部|
会计实务|Accounting in Practice|3|48|theory|财经培训部|acc
电子商务运营|E-commerce Operations|3|48|theory|财经培训部|mkt
中式烹调|Chinese Cooking|3|48|practice|生活培训部|
社区舞蹈|Community Dance|2|32|practice|生活培训部|dance
摄影基础|Fundamentals of Photography|2|32|practice|生活培训部|
茶艺|Tea Art|2|32|practice|生活培训部|`,
  MD: `数据结构与算法|Data Structures and Algorithms|4|72|theory|计算机学院|w1ds
计算机网络|Computer Networks|2|36|theory|计算机学院|w1net
人工智能导论|Introduction to Artificial Intelligence|2.5|48|theory|计算机学院|w1ai
操作系统|Operating Systems|3.5|64|theory|计算机学院|w1os
高等数学(上)|Advanced Mathematics I|5|90|theory|数学学院|math
高等数学(下)|Advanced Mathematics II|5|90|theory|数学学院|math2
线性代数|Linear Algebra|3|54|theory|数学学院|la
概率论与数理统计|Probability and Statistics|3|54|theory|数学学院|prob
离散数学|Discrete Mathematics|4|72|theory|计算机学院|disc
程序设计基础|Fundamentals of Programming|4|72|theory|计算机学院|c
面向对象程序设计|Object-oriented Programming|3|54|theory|计算机学院|oop
数据库系统|Database Systems|3|54|theory|计算机学院|db
计算机组成原理|Computer Organisation|4|72|theory|计算机学院|org
编译原理|Compilers|3|54|theory|计算机学院|comp
软件工程|Software Engineering|3|54|theory|计算机学院|se
数据结构课程设计|Data Structures Project|1|36|design|计算机学院|
操作系统实验|Operating Systems Laboratory|1|36|laboratory|计算机学院|
大学物理(上)|University Physics I|4|72|theory|物理学院|phys
大学物理(下)|University Physics II|4|72|theory|物理学院|phys2
大学物理实验|University Physics Laboratory|1.5|54|laboratory|物理学院|
电路原理|Circuit Theory|4|72|theory|电气学院|circ
模拟电子技术|Analogue Electronics|4|72|theory|电气学院|ana
数字电子技术|Digital Electronics|3.5|64|theory|电气学院|dig
自动控制原理|Automatic Control|4|72|theory|电气学院|ctrl
信号与系统|Signals and Systems|4|72|theory|电气学院|sig
管理学原理|Principles of Management|3|54|theory|管理学院|mgmt
微观经济学|Microeconomics|3|54|theory|管理学院|econ
大学英语(三)|College English III|3|54|theory|外国语学院|english
信息安全导论|Introduction to Information Security|2|36|theory|计算机学院|
毕业设计(论文)|Graduation Project|10|180|thesis|计算机学院|`,
  LG: `数据结构|Data Structures|4|64|theory|计算机学院|w1tds|60
计算机网络|Computer Networks|3|48|theory|计算机学院|w1tnet|60
机器学习|Machine Learning|3|48|theory|人工智能学院|w1tml|60
操作系统|Operating Systems|4|64|theory|计算机学院|w1tos|70
高等数学I|Advanced Mathematics I|5|80|theory|数学学院|math
高等数学II|Advanced Mathematics II|5|80|theory|数学学院|math2
线性代数|Linear Algebra|3|48|theory|数学学院|la
概率统计|Probability and Statistics|3|48|theory|数学学院|prob
离散数学|Discrete Mathematics|4|64|theory|计算机学院|disc
程序设计|Programming|4|64|theory|计算机学院|c
面向对象程序设计|Object-oriented Programming|3|48|theory|计算机学院|oop
数据库原理|Principles of Databases|3|48|theory|计算机学院|db
计算机组成与体系结构|Computer Organisation and Architecture|4|64|theory|计算机学院|org
编译技术|Compiler Techniques|3|48|theory|计算机学院|comp
软件工程|Software Engineering|3|48|theory|计算机学院|se
数据结构实验|Data Structures Laboratory|1|32|laboratory|计算机学院|
操作系统课程设计|Operating Systems Project|2|64|design|计算机学院|
计算机网络实验|Computer Networks Laboratory|1|32|laboratory|计算机学院|
大学物理(1)|University Physics 1|4|64|theory|物理学院|phys
大学物理(2)|University Physics 2|4|64|theory|物理学院|phys2
大学物理实验|University Physics Laboratory|1.5|48|laboratory|物理学院|
电路分析|Circuit Analysis|4|64|theory|电子学院|circ
模拟电子电路|Analogue Circuits|4|64|theory|电子学院|ana
数字逻辑电路|Digital Logic Circuits|3|48|theory|电子学院|dig
自动控制理论|Control Theory|4|64|theory|电子学院|ctrl
信号与系统|Signals and Systems|4|64|theory|电子学院|sig
深度学习|Deep Learning|3|48|theory|人工智能学院|dl
自然语言处理|Natural Language Processing|2|32|theory|人工智能学院|
管理学|Management|2|32|theory|管理学院|mgmt
经济学原理|Principles of Economics|3|48|theory|管理学院|econ`,
  ZK: `高等数学(工本)|Advanced Mathematics (engineering)|10|180|theory|自考办|math
高等数学(一)|Advanced Mathematics I|6|108|theory|自考办|math
线性代数(经管类)|Linear Algebra (economics)|4|72|theory|自考办|la
概率论与数理统计(经管类)|Probability and Statistics (economics)|4|72|theory|自考办|prob
英语(二)|English II|14|252|theory|自考办|english
计算机应用基础|Fundamentals of Computer Application|2|36|theory|自考办|it
数据结构|Data Structures|4|72|theory|自考办|w1ds
操作系统|Operating Systems|5|90|theory|自考办|w1os
计算机网络原理|Principles of Computer Networks|4|72|theory|自考办|net
数据库系统原理|Principles of Database Systems|4|72|theory|自考办|db
软件工程|Software Engineering|3|54|theory|自考办|se
C++程序设计|Programming in C++|5|90|theory|自考办|oop
管理学原理(初级)|Principles of Management, Elementary|6|108|theory|自考办|mgmt
基础会计学|Basic Accounting|5|90|theory|自考办|acc
市场营销学|Marketing|5|90|theory|自考办|mkt
财务管理学|Financial Management|6|108|theory|自考办|fin
人力资源管理(一)|Human Resource Management I|6|108|theory|自考办|hr
教育学(一)|Education I|6|108|theory|自考办|edu
教育心理学|Educational Psychology|4|72|theory|自考办|psy2
社区护理学(一)|Community Nursing I|5|90|theory|自考办|community
护理学导论|Introduction to Nursing|5|90|theory|自考办|nurse
内科护理学(一)|Medical Nursing I|5|90|theory|自考办|nurse2`,
  BC: `高等数学|Advanced Mathematics|5|80|theory|数理学院|math
大学英语|College English|4|64|theory|外语学院|english
管理学|Management|3|48|theory|商学院|mgmt`,
}

/** Syllabi shared by like courses: topic and weight. */
export const demoSyllabi: Record<string, string> = {
  math: '函数与极限:20;导数与微分:25;微分中值定理与应用:15;不定积分:15;定积分及其应用:25',
  mathA: '函数与极限:20;导数与微分:26;微分中值定理与应用:14;不定积分:16;定积分及其应用:24',
  math2: '向量代数与空间解析几何:15;多元函数微分学:25;重积分:20;曲线积分与曲面积分:20;无穷级数:20',
  english: '词汇与语法:30;阅读理解:30;听力与口语:25;写作与翻译:15',
  it: '计算机基础知识:20;操作系统使用:15;文字处理:25;电子表格:25;演示文稿:15',
  it2: '多媒体素材处理:30;教学课件设计:40;网络教学平台:30',
  c: '数据类型与表达式:20;分支与循环:25;数组与字符串:20;函数与递归:20;指针与结构体:15',
  oop: '类与对象:25;继承与多态:25;模板与泛型:20;异常处理:10;设计模式初步:20',
  db: '关系模型:20;结构化查询语言:30;数据库设计与规范化:25;事务与并发控制:15;数据库安全:10',
  web: '超文本标记语言:25;层叠样式表:25;脚本语言:30;网站发布:20',
  net: '物理层与数据链路层:25;网络层与路由:25;传输层协议:20;应用层协议:20;局域网组建:10',
  draw: '投影基础:25;组合体:25;零件图:25;装配图:25',
  mech: '平面机构:25;齿轮传动:25;带传动与链传动:20;轴与轴承:30',
  elec: '直流电路:20;交流电路:25;电动机与控制:25;模拟电路基础:15;数字电路基础:15',
  cnc: '数控机床基础:20;加工工艺分析:30;手工编程:30;自动编程:20',
  nurse: '护理程序:15;医院感染控制:15;生命体征测量:20;给药技术:25;静脉输液与输血:25',
  nurse2: '呼吸系统疾病护理:25;循环系统疾病护理:30;消化系统疾病护理:25;内分泌疾病护理:20',
  community: '社区健康档案:20;家庭护理:25;慢性病社区管理:25;妇幼保健:15;社区康复:15',
  old: '老年人生理与心理:25;日常生活照护:35;常见病护理:25;安宁疗护:15',
  acc: '会计要素与账户:25;复式记账:25;会计凭证与账簿:25;财务报表:25',
  acc2: '货币资金与应收款项:25;存货与固定资产:30;负债与所有者权益:25;收入与利润:20',
  mgmt: '管理思想演变:15;计划与决策:25;组织设计:20;领导与激励:25;控制:15',
  mkt: '市场调研:20;目标市场战略:25;产品与价格策略:30;渠道与促销:25',
  econ: '供求与弹性:25;消费者行为:20;生产与成本:25;市场结构:30',
  econ2: '国民收入核算:25;总需求与总供给:30;通货膨胀与失业:20;财政与货币政策:25',
  logi: '采购与供应:20;运输管理:25;仓储与库存:25;配送与信息系统:30',
  logi2: '仓库规划:25;入库与出库作业:35;库存控制:25;配送路线:15',
  forklift: '叉车构造:30;安全规程:30;装卸与堆垛操作:40',
  dance: '基本舞步:50;队形编排:50',
  edu: '教育与社会发展:20;教育目的与制度:20;课程与教学:30;德育:15;班级管理:15',
  edu2: '小学儿童发展:30;小学课程与教学:40;小学班级管理:30',
  psy: '感知觉与注意:20;记忆与思维:25;情绪与意志:20;个性心理:35',
  psy2: '学习理论:35;学习动机:20;品德形成:20;教学心理:25',
  childlit: '童话与寓言:35;儿童诗歌:25;儿童小说:40',
  la: '行列式:20;矩阵:25;向量组与线性方程组:30;特征值与二次型:25',
  prob: '随机事件与概率:25;随机变量及其分布:30;数字特征:20;参数估计与假设检验:25',
  hr: '人力资源规划:20;招聘与培训:30;绩效管理:25;薪酬管理:25',
  fin: '货币时间价值:20;筹资管理:25;投资管理:30;营运资金管理:25',
  law: '法理学基础:30;宪法:30;民法与刑法概要:40',
  disc: '命题逻辑与谓词逻辑:30;集合与关系:25;图论:30;代数系统:15',
  org: '数据表示与运算:20;存储系统:30;指令系统:20;中央处理器:30',
  comp: '词法分析:25;语法分析:35;语义分析与中间代码:25;代码优化与生成:15',
  se: '需求分析:25;软件设计:30;软件测试:25;项目管理:20',
  phys: '质点与刚体力学:35;振动与波:25;热学:40',
  phys2: '静电场与稳恒磁场:40;电磁感应:20;光学:25;近代物理:15',
  circ: '电路基本定律:25;电路分析方法:30;正弦稳态电路:30;暂态分析:15',
  ana: '半导体器件:20;放大电路:40;集成运算放大器:25;电源电路:15',
  dig: '逻辑代数:20;组合逻辑电路:35;时序逻辑电路:45',
  ctrl: '控制系统数学模型:25;时域分析:25;频域分析:30;系统校正:20',
  sig: '连续时间信号:30;傅里叶分析:35;拉普拉斯变换与Z变换:35',
  dl: '卷积网络:35;循环网络与注意力:35;生成模型:30',
  w1ds: '线性表:15;栈与队列:12;树与二叉树:20;图:18;查找:10;排序:10;贪心与动态规划:15',
  w1tds: '线性表:14;栈与队列:12;树与二叉树:20;图:16;查找:12;排序:10;文件组织与外存:9;算法正确性证明:7',
  w1net: '物理层:12;数据链路层:20;网络层:26;传输层:24;应用层:18',
  w1tnet: '物理层:10;数据链路层:18;网络层:24;传输层:22;应用层:17;网络安全基础:9',
  w1ai: '监督学习基础:15;线性模型:10;决策树与集成:15;神经网络基础:15;搜索与博弈:20;知识表示与推理:25',
  w1tml:
    '监督学习基础:15;线性模型:10;决策树与集成:15;神经网络基础:15;支持向量机:12;聚类与降维:13;概率图模型:10;强化学习初步:10',
  w1os: '进程管理:25;处理机调度:15;内存管理:25;文件系统:20;死锁:15',
  w1tos: '进程管理:24;处理机调度:14;内存管理:22;文件系统:16;死锁:12;设备驱动:7;虚拟化:5',
}
