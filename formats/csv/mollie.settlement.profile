# Mollie settlement export of the dashboard. The id's letters say what a row is;
# the fees of a month stand in a row without one.
[mollie.settlement]
summary   = Mollie settlement export
unverified = yes
source    = mollie
posts     = gateway
header    = find Date|Payment method|Currency|Amount|Status|ID|Description|Settlement currency|Settlement amount|Settlement reference
currency  = [Currency]
date      = [Date] %Y-%m-%d %H:%M:%S | %Y-%m-%d
amount    = [Amount]
type      = [ID] tr_*|ord_*:receipt re_*|rfnd_*:refund chb_*:chargeback "":fee *:error
pending   = [Status] open|Open|expired|Expired|failed|Failed|canceled|Canceled|cancelled|Cancelled|pending|Pending
status    = [Status]
id        = [ID]
payout    = [Settlement reference]
payer     = [Consumer name]?
payer.account = [Consumer bank account]?
text      = [Description]
transaction-id = [ID]
