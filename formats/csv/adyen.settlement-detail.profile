# Adyen settlement details report, any version and order of columns. The
# direction is told by the column, never by the type. Payment Fees (NC) is the
# total of the parts below and must not be added again.
[adyen.settlement-detail]
summary   = Adyen settlement details report
source    = adyen
posts     = gateway
match     = header Psp Reference|Gross Debit (GC)|Net Credit (NC)|Batch Number
header    = find Psp Reference|Type|Batch Number
currency  = [Net Currency]
date      = [Creation Date] %Y-%m-%d %H:%M:%S
zone      = [TimeZone]
sum.gross = [Gross Credit (GC)] - [Gross Debit (GC)]
sum.gross.currency = [Gross Currency]
sum.fee   = [Commission (NC)] + [Markup (NC)] + [Scheme Fees (NC)] + [Interchange (NC)]
sum.net   = [Net Credit (NC)] - [Net Debit (NC)]
rate      = [Exchange Rate]
type      = [Type] Settled:receipt SettledBulk:receipt SettledInInstallments:receipt Refunded:refund RefundedBulk:refund RefundedExternally:refund RefundedReversed:refund Chargeback:chargeback SecondChargeback:chargeback ChargebackExternally:chargeback ChargebackReversed:chargeback ChargebackReversedExternally:chargeback Fee:fee MiscCosts:fee InvoiceDeduction:fee DepositCorrection:adjustment Balancetransfer:transfer ManualCorrected:adjustment ReserveAdjustment:reserve InternalCompanyPayout:settlement MerchantPayout:settlement PaidOut:outgoing PaidOutReversed:adjustment *:error
id        = [Psp Reference] + [Type] + [Modification Reference]
payout    = [Batch Number]
invoice   = [Merchant Reference]
transaction-id = [Psp Reference]
counter   = [Psp Reference]
check     = row: gross - fee == net
check     = by payout,currency: sum(net, type!=settlement) + sum(net, type=settlement) == 0
