[venmo.account]
summary  = Venmo transactions
posts    = bank
header   = find ID|Datetime|Amount (total)|Funding Source
group    = ,
currency = USD
date     = [Datetime] %Y-%m-%dT%H:%M:%S
amount   = [Amount (total)]
id       = [ID]
status   = [Status]
select   = [Status] Complete|Issued|Pending
pending  = [Status] Pending
payer    = [From]
payee    = [To]
text     = [Note]
