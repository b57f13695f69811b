// What stops the command, and how to put it right.
import type { ProblemWords } from '../language.ts'

export const problems = {
  server_unreachable: ({ url }) => `连接不到 ${url}。请检查网址,并确认服务已启动。`,
  server_failed: ({ url, status }) => `${url} 返回 ${status},请查看服务日志。`,
  server_not_demo: ({ url }) =>
    `${url} 不是演示模式的学分银行。情景会建立机构与人物,只能在演示模式下运行(npm start)。`,
  file_unreadable: ({ path, reason }) => `无法读取文件“${path}”:${reason}`,
  checkpoint_malformed: ({ path }) => `“${path}”不是由 cb checkpoint 导出的文件,或其中有签名不符。`,
  key_unknown: ({ path }) =>
    `“${path}”中没有银行的公钥。请用 --key 指定 PEM 公钥,或由 cb checkpoint 导出的文件。`,
  bank_absent: () => '这个数据库里没有学分银行,无可备份。',
  backup_newer: ({ name }) => `备份中有本程序没有的迁移 ${name}。请使用更新的程序版本。`,
  backup_other_schema: ({ name }) =>
    `备份的数据库版本(到 ${name})与目标数据库不同。请恢复到一个空的数据库(新的 DATA_DIR 或 DATABASE_URL)。`,
  bank_in_use: () => '有学分银行正在使用这个数据库。请先停止它,再恢复。',
  bank_not_empty: () => '目标数据库中已有数据。若确实要以备份替换全部数据,请加 --force。未作任何改动。',
  keys_differ: ({ path }) =>
    `${path} 中已有另一家银行的密钥。若要以备份中的密钥替换,请加 --force(原密钥改名保留)。未作任何改动。`,
  setting_malformed: ({ name, value, need }) => `环境变量 ${name} 的值“${value}”不正确:${need}`,
  already_running: ({ pid, folder, address }) =>
    `此数据目录已有一个学分银行在运行(进程 ${pid}${address ? `,${address}` : ''}):${folder}。请先停止它,或用 DATA_DIR 指定另一个目录。`,
  no_binary: ({ platform, reason }) =>
    `本机(${platform})没有可运行的内置 PostgreSQL:${reason}。请安装 PostgreSQL 15 或更高版本,并设置 DATABASE_URL=postgresql://用户:口令@主机:5432/库名。`,
  no_place: ({ folder, account }) =>
    `以 root 启动时数据库由用户 ${account} 运行,但该用户无法进入 ${folder},也没有其他可用的目录。请用 DATA_DIR 指定该用户可进入的目录,或以普通用户启动。`,
  no_account: () =>
    'PostgreSQL 不能以 root 运行,而本机没有用户 postgres 或 nobody。请创建用户 postgres,或以普通用户启动。',
  not_ours: ({ folder, account }) =>
    `数据库目录 ${folder} 属于用户 ${account}。请以该用户(或 root)启动,或用 DATA_DIR 指定另一个目录。`,
  folder_unusable: ({ folder, reason }) =>
    `无法使用数据目录 ${folder}:${reason}。请用 DATA_DIR 指定可写的目录。`,
  cluster_version: ({ folder, found, need }) =>
    `${folder} 是 PostgreSQL ${found} 的数据,本版本使用 PostgreSQL ${need}。请先用原版本导出(cb backup),再用新版本导入。`,
  cluster_locked_out: ({ folder }) =>
    `${folder} 中有数据库,但同一数据目录中的 postgres/server.json(内含口令)不见了。请恢复该文件。`,
  database_failed: ({ step, log }) => `内置 PostgreSQL ${step} 失败:\n${log}`,
  database_unreachable: ({ server, reason }) => `无法连接数据库 ${server}:${reason}`,
  migration_edited: ({ name }) =>
    `迁移文件 ${name} 在执行之后被改动。已执行的迁移不可修改,请还原该文件并新增一个迁移。`,
  migration_failed: ({ name, reason }) => `迁移 ${name} 失败,数据库未改动:${reason}`,
  database_newer: ({ name }) => `数据库已执行本程序没有的迁移 ${name}:数据库比程序新。请使用更新的程序版本。`,
  database_too_old: ({ found }) => `PostgreSQL ${found} 太旧,需要 15 或更高版本。`,
  database_not_utf8: ({ found }) =>
    `数据库编码是 ${found}。请新建编码为 UTF8 的数据库:create database … encoding 'UTF8'。`,
  database_blind: () =>
    "数据库的字符分类(LC_CTYPE)不认识汉字,课程检索将找不到结果。请新建数据库:create database … template template0 lc_ctype 'C.UTF-8'。",
  clock_differs: ({ seconds }) => `本机与数据库的时钟相差 ${seconds} 秒。请校准时钟。`,
  port_taken: ({ port }) => `端口 ${port} 已被占用。请用 PORT 指定另一个端口。`,
  database_behind: ({ count }) => `数据库还有 ${count} 个迁移没有执行。请先运行 cb migrate。`,
} satisfies ProblemWords
