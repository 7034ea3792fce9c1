# QIWI register of a provider: tabs, no header, Moscow time; the last line
# declares count and sum. The commission is not told.
[qiwi.provider]
summary   = QIWI register of payments to a provider
source    = qiwi
posts     = gateway
delimiter = tab
quote     = none
header    = none
match     = cells 5
currency  = RUB
date      = $2 %Y-%m-%d | %d.%m.%Y
amount    = $5
type      = $1 *:receipt
id        = $1
payout    = $2
customer  = $4
reference = $4
declare.count = find Total* $2
declare.sum   = find Total* $3
check     = file: count() == {count}
check     = file: sum(gross) == {sum}
