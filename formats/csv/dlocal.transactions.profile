# dLocal's older transaction report: semicolons, local money and dollars.
[dlocal.transactions]
summary   = dLocal transactions (older report)
source    = dlocal
posts     = gateway
delimiter = ;
header    = find Type|Creation date|Settlement date|Reference|Invoice|Amount (USD)|Fee
currency  = USD
date      = [Settlement date] or [Creation date] %Y-%m-%d %H:%M:%S
amount    = [Amount (USD)]
sum.fee   = [Fee]
sum.instructed = [Net Amount (local)]
sum.instructed.currency = [currency]
type      = [Type] + [Status] "Payment Cleared"|"Payment Paid"|"Payment Completed":receipt "Refund "*:refund "Chargeback "*:chargeback "Payment Rejected"|"Payment Cancelled"|"Payment Expired"|"Payment Pending":notice *:error
status    = [Status]
id        = [Reference]
invoice   = [Invoice]
counter   = [Transaction Reference]?
