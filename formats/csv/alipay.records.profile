# Alipay records. Rows outside income and expense are moves between one's own.
[alipay.records]
summary  = Alipay transaction records
posts    = bank
encoding = gb18030
header   = find 交易时间|交易分类|收/支|金额|交易订单号
currency = CNY
date     = [交易时间] %Y-%m-%d %H:%M:%S
amount   = [金额]
amount.sign = [收/支] 收入:+ 支出:-
skip     = [收/支] 不计收支|/
id       = [交易订单号]
status   = [交易状态]
payer    = [交易对方]
payer.account = [对方账号]
order    = [商家订单号]
text     = [商品说明]
