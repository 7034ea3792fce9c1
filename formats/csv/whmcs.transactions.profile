# WHMCS transactions report: what the billing system heard of its gateways. Fees
# are those the gateway told; no payout is known.
[whmcs.transactions]
summary   = WHMCS transactions
source    = [Payment Method]
posts     = gateway
header    = find ID|Client Name|Currency|Payment Method|Date|Invoice ID|Transaction ID|Amount In|Fees|Amount Out
group     = ,
currency  = [Currency]
date      = [Date] %Y-%m-%d %H:%M:%S | %Y-%m-%d | %d/%m/%Y %H:%M | %d/%m/%Y
sum.gross = [Amount In] - [Amount Out]
sum.fee   = [Fees]
type      = [Amount Out] ""|0|0.00:receipt *:refund
id        = [Transaction ID] or [ID]
payer     = [Client Name]
customer  = [User ID]? or [Client ID]?
invoice   = [Invoice ID]
text      = [Description]?
