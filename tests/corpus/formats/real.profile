# Profiles for tests on real files, written from the documentation alone. They
# are not shipped: each knows one file.
[test.checkout-payouts]
summary  = Checkout.com payouts report: one row a payout, its parts in columns
posts    = gateway
source   = checkout
match    = header Payout ID|Payout Amount|Merchant Payout Fees|Acquiring Premiums
currency = [Holding Currency]
date     = [Payout Date] %Y-%m-%dT%H:%M:%S.%f
sum.net  = [Payout Amount]
type     = [Payout ID] *:notice
id       = [Payout ID]
payout   = [Payout ID]

[test.cp1252-fr]
encoding = cp1252
header   = first
match    = header Date|Remarque|Montant
currency = EUR
date     = [Date] %Y/%m/%d
amount   = [Montant]
text     = [Remarque]

[test.dlocal-old]
posts    = gateway
source   = dlocal
delimiter = ;
match    = header Type|Creation date|Settlement date|IOF
currency = USD
date     = [Settlement date] %Y-%m-%d %H:%M:%S
amount   = [Amount (USD)]
sum.fee  = [Fee]
sum.instructed = [Net Amount (local)]
sum.instructed.currency = [currency]
type     = [Type] Payment:receipt Refund:refund Chargeback:chargeback *:error
id       = [Reference]
invoice  = [Invoice] ~ /^(\d+)/
status   = [Status]

[test.gravy-transactions]
posts    = gateway
source   = gravy
match    = header external_identifier|captured_amount|refunded_amount|intent_outcome
minor    = currency
currency = [currency]
date     = [captured_at|created_at] %Y-%m-%dT%H:%M:%S.%f%z
amount   = [captured_amount]
select   = [status] capture_succeeded|refunded
type     = receipt
id       = [id]
order    = [external_identifier]
payer    = [billing_details_first_name] + [billing_details_last_name]
also.refund = - [refunded_amount]
also.refund.type = refund

[test.india-axis]
posts    = gateway
source   = axis
match    = header TXN_REF|UTR_NO|CHARGES_INR|GST_INR
currency = INR
date     = [SETTLEMENT_DATE] %d-%b-%y
sum.gross = [AMOUNT_INR]
sum.fee  = [CHARGES_INR] + [GST_INR]
sum.net  = [NET_AMOUNT_INR]
sum.tax  = [GST_INR]
type     = receipt
id       = [TXN_REF]
payout   = [UTR_NO]
status   = [TXN_STATUS]

[test.matcher-fees]
posts    = gateway
source   = matcher
match    = header fee_id|order_id|fee_amount|charged_at
currency = BRL
date     = [charged_at] %Y-%m-%dT%H:%M:%SZ
amount   = - [fee_amount]
type     = fee
id       = [fee_id]
order    = [order_id]
payout   = [settlement_id]

[test.oca-meta]
posts    = bank
header   = find Operation Number|Debit|Credit
ragged   = yes
decimal  = ,
currency = {currency}
date     = [Date] %d/%m/%y
amount   = [Credit] - abs([Debit])
text     = [Label] + [Detail]
id       = [Operation Number]
carry.account = find "Account Number"* $1 ~ /: *(\d+)/
carry.currency = find "Account Number"* $3 ~ /: *(\w+)/
account  = {account}
opening  = find "Balance at start of period" $5
closing  = find "Balance at end of period" $5

[test.reckon-parens]
header   = none
match    = cells 4
match    = $1 DEBIT|CREDIT|CHECK
currency = USD
date     = $2 %Y/%m/%d
amount   = $4
text     = $3

[test.reckon-two-money-columns]
header   = none
match    = cells 6
currency = USD
group    = ,
date     = $1 %m/%d/%Y
amount   = abs($5) - abs($4)
text     = $2
