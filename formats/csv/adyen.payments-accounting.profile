# Adyen payments accounting report: the life of each payment, one row a step.
# Only the steps that settle are money.
[adyen.payments-accounting]
summary  = Adyen payments accounting report
source   = adyen
posts    = gateway
header   = find Psp Reference|Record Type|Payable (SC)|Captured (PC)|Settlement Currency
currency = [Settlement Currency]
date     = [Booking Date] %Y-%m-%d %H:%M:%S
zone     = [TimeZone]
sum.gross = - [Captured (PC)]
sum.gross.currency = [Payment Currency]
sum.fee  = [Commission (SC)] + [Markup (SC)] + [Scheme Fees (SC)] + [Interchange (SC)]
sum.net  = [Payable (SC)]
rate     = [Exchange Rate]
skip     = [Record Type] Received|Authorised|SentForSettle|SentForRefund|Refused|Cancelled|Error|Expired|CaptureFailed|RefundFailed
type     = [Record Type] Settled:receipt Refunded:refund Chargeback|SecondChargeback:chargeback ChargebackReversed:chargeback RefundedReversed:refund Fee:fee MerchantPayout:settlement *:error
id       = [Psp Reference] + [Record Type] + [Modification Psp Reference]
payout   = [Payable Batch]?
invoice  = [Merchant Reference]
transaction-id = [Psp Reference]
check    = row: gross - fee == net
