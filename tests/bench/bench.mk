# bench.mk - the generator of nights and the wrapper that measures; `make bench`
# runs all three families. BENCH_PAYMENTS, BENCH_ITEMS and BENCH_FOLDER say how
# many and where.

BENCH_PAYMENTS ?= 100000
BENCH_ITEMS    ?= $(BENCH_PAYMENTS)
BENCH_FOLDER   ?= $(BUILD)/bench
BENCH_SRC      := $(addprefix tests/bench/,generate.c line.c world.c names.c scenarios.c remittance.c tables.c truth.c nacha.c camt.c csv_file.c)
BENCH_CFLAGS   := -std=gnu11 -O2 -g $(WARN)

$(BUILD)/bench-generate: $(BENCH_SRC) $(wildcard tests/bench/*.h)
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE $(BENCH_CFLAGS) -o $@ $(BENCH_SRC)

$(BUILD)/bench-measure: tests/bench/measure.c
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE $(BENCH_CFLAGS) -o $@ $<

.PHONY: bench
bench: $(BUILD)/acquit $(BUILD)/bench-generate $(BUILD)/bench-measure ## a generated night of each family: time, memory, and every allocation against its truth
	BUILD=$(BUILD) scripts/bench --payments $(BENCH_PAYMENTS) --items $(BENCH_ITEMS) $(BENCH_FOLDER)

CSV_RATE_ROWS ?= 1000000

$(BUILD)/csv-rate: tests/bench/csv_rate.c $(BUILD)/libacquit.a
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: bench-csv
bench-csv: $(BUILD)/csv-rate ## CSV decoding beside libcsv alone, in the same run; fails below 60 %
	$(BUILD)/csv-rate $(CSV_RATE_ROWS)

ACCURACY_PAYMENTS ?= 10000
ACCURACY_SEED     ?= 1

.PHONY: bench-accuracy
bench-accuracy: $(BUILD)/acquit ## how often it is right on two generated nights, beside three other ways (doc/accuracy.md)
	ACQUIT=$(BUILD)/acquit python3 tests/accuracy/accuracy.py --payments $(ACCURACY_PAYMENTS) --seed $(ACCURACY_SEED)
