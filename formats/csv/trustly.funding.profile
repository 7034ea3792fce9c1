# Trustly funding report (P11KFUN): no header; H file, I items, F deposit, L totals.
[trustly.funding]
summary   = Trustly funding report
source    = trustly
posts     = gateway
header    = none
record    = $1
data      = I
control   = H|F|L
match     = $11 Capture|Refund|Reversal
currency  = $15
date      = $13 %Y-%m-%dT%H:%M:%S.%fZ
sum.gross = $16
sum.fee   = - $23
type      = $11 Capture:receipt Refund:refund Reversal:return *:error
id        = $2
transaction-id = $22
declare.count = record L $2
declare.gross = record L $3
check     = file: count() == {count}
check     = file: sum(gross) == {gross}
