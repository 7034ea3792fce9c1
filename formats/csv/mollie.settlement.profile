# Mollie payments and settlements of the dashboard.
[mollie.settlement]
summary   = Mollie settlement export
unverified = yes
source    = mollie
posts     = gateway
header    = find Date|Payment method|Currency|Amount|Status|ID|Description|Settlement currency|Settlement amount|Settlement reference
currency  = [Currency]
date      = [Date] %Y-%m-%d %H:%M:%S | %Y-%m-%d
amount    = [Amount]
type      = [Status] Paid|paid|Paidout|paidout|Captured|captured:receipt Refund*|refund*:refund Charge*back*|charge*back*:chargeback Open|open|Cancel*|cancel*|Expired|expired|Failed|failed:notice *:error
status    = [Status]
id        = [ID]
payout    = [Settlement reference]
payer     = [Consumer name]?
payer.account = [Consumer bank account]?
text      = [Description]
transaction-id = [ID]
