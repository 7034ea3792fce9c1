[payoneer.account]
summary  = Payoneer transactions
posts    = bank
header   = find Transaction Date|Transaction ID|Credit Amount|Debit Amount|Currency
currency = [Currency]
date     = [Transaction Date] %m/%d/%Y
amount   = [Credit Amount] - [Debit Amount]
group    = ,
id       = [Transaction ID]
status   = [Status]
select   = [Status] Completed|Pending
pending  = [Status] Pending
payer    = [Source]
payee    = [Target]
text     = [Description] + [Additional Description]
