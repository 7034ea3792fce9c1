# ICBC debit card. The totals row below the table sums the whole period.
[icbc.debit]
summary  = ICBC debit card
posts    = bank
header   = find 交易日期|摘要|记账金额(收入)|记账金额(支出)|记账币种
group    = ,
empty    = -
currency = [记账币种] 人民币:CNY 美元:USD 欧元:EUR
carry.account = find 卡号* $1 ~ /:\s*(.*)$/
account  = {account}
date     = [交易日期] %Y-%m-%d
amount   = [记账金额(收入)] - [记账金额(支出)]
payer    = [对方户名]
payer.account = [对方账户]
text     = [摘要] + [交易场所]
declare.credits = find 人民币合计 $10
declare.debits  = find 人民币合计 $11
check    = warn file: sum(gross, sign=+) == {credits}
check    = warn file: - sum(gross, sign=-) == {debits}
