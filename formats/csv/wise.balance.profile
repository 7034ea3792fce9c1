# Wise (TransferWise) balance statement. A fee stands in a row of its own and,
# once more, in Total fees of the row it belongs to: only the rows count.
[wise.balance]
summary  = Wise balance statement
posts    = bank
header   = first
match    = header TransferWise ID|Date|Amount|Currency|Running Balance|Total fees
currency = [Currency]
date     = [Date] %d-%m-%Y
amount   = [Amount]
group    = ,
type     = [Description] "TransferWise Charges for"*|"Wise Charges for"*:fee *:sign
id       = [TransferWise ID] + [Date Time]?
payer    = [Payer Name]
payee    = [Payee Name]
payee.account = [Payee Account Number]
text     = [Description] + [Payment Reference]
