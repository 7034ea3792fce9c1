# fuzz.mk - the fuzz targets of tests/fuzz as programs that need no fuzzer, and alone.
#
# A target links the rooms that read input and nothing else, so that it can be
# built while others are being worked on.

FUZZ_ROOMS := base model decode load normalise
FUZZ_OBJ   := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter $(FUZZ_ROOMS:%=src/%/%),$(SRC)))
FUZZ_HEADS := $(wildcard tests/fuzz/*.h)

$(BUILD)/tests/fuzz/%-replay: tests/fuzz/%.c tests/fuzz/replay.c $(FUZZ_HEADS) $(FUZZ_OBJ)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(FUZZ_OBJ) $(LDLIBS)

$(BUILD)/tests/fuzz/%-fuzzer: tests/fuzz/%.c $(FUZZ_HEADS) $(FUZZ_OBJ)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< $(FUZZ_OBJ) $(LDLIBS)

.PHONY: fuzz-replay
fuzz-replay: $(FUZZ_SRC:%.c=$(BUILD)/%-replay) ## every fuzz target over its corpus, without a fuzzer
	@for t in $^; do $$t || exit 1; done
