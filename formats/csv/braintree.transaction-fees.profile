# Braintree transaction-level fees. No id of a deposit is told: the bank brings
# the net of a day, merchant account and currency.
[braintree.transaction-fees]
summary   = Braintree transaction-level fee report
unverified = yes
source    = braintree
posts     = gateway
header    = find Transaction ID|Transaction Type|Disbursement Date|Settlement Currency|Settlement Amount|Total Fee Amount
currency  = [Settlement Currency]
date      = [Disbursement Date] %Y-%m-%d | %m/%d/%Y
value     = [Settlement Date]? %Y-%m-%d | %m/%d/%Y
sum.gross = abs([Settlement Amount])
sum.gross.sign = [Transaction Type] sale|Sale:+ credit|Credit|refund|Refund:-
sum.fee   = [Total Fee Amount]
type      = [Transaction Type] sale|Sale:receipt credit|Credit|refund|Refund:refund *:error
id        = [Transaction ID]
payout    = [Merchant Account ID|Merchant Account] + [Disbursement Date]
counter   = [Original Transaction ID]?
order     = [Order ID]?
transaction-id = [Transaction ID]
