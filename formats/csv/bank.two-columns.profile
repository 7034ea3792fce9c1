# A bank that this program does not know, with a column for money in and one
# for money out: see bank.signed.
[bank.two-columns]
like      = bank.signed
summary   = any bank: one column for money in, one for money out
header    = find Account|Date|Description|Debit|Credit|Currency
match     = header !Amount
match     = header !Status
match     = header !State
match     = header !Fee
amount    = [Credit] - [Debit]
