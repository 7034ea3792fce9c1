# Vietcombank, written after descriptions of the export: the account above the
# table, one column for money out and one for money in, whole dong.
[vietcombank.account]
summary   = Vietcombank, account statement
unverified = yes
posts     = bank
group     = ,
header    = find Ngày giao dịch|Số tham chiếu|Số tiền ghi nợ|Số tiền ghi có|Số dư
carry.account = find "Số tài khoản" $2
account   = {account}
currency  = VND
date      = [Ngày giao dịch] %d/%m/%Y
skip      = [Ngày giao dịch] ""
amount    = [Số tiền ghi có] - [Số tiền ghi nợ]
balance   = [Số dư]
id        = [Số tham chiếu]
text      = [Nội dung chi tiết|Nội dung giao dịch|Mô tả]
