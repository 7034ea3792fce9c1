# A bank that this program does not know, with unsigned amounts and a column
# for the direction: see bank.signed.
[bank.flag]
like      = bank.signed
summary   = any bank: unsigned amounts, and a flag for the direction
header    = find Account|Date|Description|Amount|Currency|Direction
match     = header Direction
match     = header !Status
match     = header !State
match     = header !Fee
amount    = [Amount]
amount.sign = [Direction] C|CR|Credit|CRDT|In|+:+ D|DR|Debit|DBIT|Out|-:-
