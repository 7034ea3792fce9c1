# Makefile - everything a developer does, one name each; `make help` lists them.

BUILD    ?= build
CC       ?= gcc
AR       ?= ar
OPT      ?= -O2 -g
SANITIZE ?=
WERROR   ?= -Werror
PREFIX   ?= /usr/local
JOBS     ?= 2
PKGS     := libxml-2.0 sqlite3 libcrypto zlib libutf8proc libpcre2-8
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lpthread
WARN     := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(WERROR)
CFLAGS   += -std=gnu11 $(OPT) $(WARN) $(SANITIZE) -fstack-protector-strong
CPPFLAGS += -Iinclude -D_GNU_SOURCE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 $(PKG_CFLAGS)
LDLIBS   += $(PKG_LIBS)
LDFLAGS  += $(SANITIZE)

# make's own default is cc, which a machine need not have.
ifeq ($(origin CC),default)
CC := gcc
endif

SRC      := $(shell find src -name '*.c' | LC_ALL=C sort)
LIB_SRC  := $(filter-out src/cli/%,$(SRC))
CLI_SRC  := $(filter src/cli/%,$(SRC))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
CLI_OBJ  := $(CLI_SRC:%.c=$(BUILD)/obj/%.o)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all
all: $(BUILD)/libacquit.a $(BUILD)/acquit ## build the library and the program

$(BUILD)/libacquit.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/acquit: $(CLI_OBJ) $(BUILD)/libacquit.a
	$(CC) $(LDFLAGS) -o $@ $(CLI_OBJ) $(BUILD)/libacquit.a $(LDLIBS)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# --- unit tests ---
#
# A unit test links base, model and the folder whose path it mirrors, and
# nothing else: every stage is built and tested with the others absent.
# tests/unit/A/B/test_x.c links src/A/B, tests/unit/A/test_x.c all of src/A.
# The folders that stand on others link those besides; `rests_on_FOLDER` says
# which. UNIT=decode/nacha narrows a run to one folder.
rests_on_match    := normalise
rests_on_report   := store ledger match normalise
rests_on_review   := store ledger match normalise
rests_on_pipeline := intake decode normalise load match ledger store report
rests_on_cli      := $(rests_on_pipeline) pipeline review

UNIT      ?=
UNIT_SRC  := $(shell find tests/unit/$(UNIT) -name 'test_*.c' 2>/dev/null | LC_ALL=C sort)
UNIT_BIN  := $(UNIT_SRC:%.c=$(BUILD)/%)
UNIT_LIBS := -lcmocka
unit_room  = $(patsubst tests/unit/%/,%,$(dir $(1)))
unit_rooms = base model $(unit_room) $(rests_on_$(firstword $(subst /, ,$(unit_room))))
unit_objs  = $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out src/cli/main.c,$(filter $(patsubst %,src/%/%,$(unit_rooms)),$(SRC))))

.SECONDEXPANSION:
$(BUILD)/tests/unit/%: tests/unit/%.c $$(call unit_objs,tests/unit/$$*.c)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -Isrc $(LDFLAGS) -MMD -MP -o $@ $< $(filter %.o,$^) $(UNIT_LIBS) $(LDLIBS)

.PHONY: check-unit
check-unit: $(UNIT_BIN) ## run the unit tests (UNIT=folder for one folder's)
	@for t in $(UNIT_BIN); do $$t || exit 1; done

# --- all tests ---
#
# Everything is built as far as it builds and run as far as it runs; what could
# not be built counts as failed. SAN_BUILD holds the same once more, built with
# sanitizers by clang where there is one.
SAN_BUILD  ?= $(BUILD)-san
SAN_CC     ?= $(shell command -v clang >/dev/null 2>&1 && echo clang || echo gcc)
SAN_FLAGS  := -fsanitize=address,undefined -fno-sanitize-recover=all
# What a compiler guesses of instrumented code is no ground to refuse it.
SAN_MAKE    = $(MAKE) --no-print-directory BUILD=$(SAN_BUILD) CC=$(SAN_CC) OPT='-O1 -g' SANITIZE='$(SAN_FLAGS)' WERROR=
SAN_BIN    := $(UNIT_SRC:%.c=$(SAN_BUILD)/%)
SCRIPT_TESTS = $(wildcard tests/golden/test_*.py tests/proof/test_*.py tests/hostile/test_*.py \
			  tests/crash/test_*.py tests/corpus/test_*.py)
# Under sanitizers the scripts are run that read the most and take the least.
SAN_TESTS    = $(wildcard tests/golden/test_*.py tests/hostile/test_*.py)
# The longest of them, many nights each, are for check-all.
SAN_LONG     = $(patsubst %,tests/golden/test_%.py,ach_returns advice approval iso_identity large_units \
			  learning review_verbs told_ahead told_apart undo)
CHECK        = PYTHONDONTWRITEBYTECODE=1 python3 scripts/check.py --log $(BUILD)/check --jobs $(JOBS)
FUZZ_SRC    := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_REPLAY := $(FUZZ_SRC:%.c=$(SAN_BUILD)/%-replay)

.PHONY: check-build check check-all
check-build:
	+@$(MAKE) --no-print-directory -k -s -j$(JOBS) all $(UNIT_BIN) || true
	+@$(SAN_MAKE) -k -s -j$(JOBS) all $(SAN_BIN) $(FUZZ_REPLAY) || true

# $(1): which sample; $(2): the scripts that run under sanitizers.
check_sections = --section unit $(UNIT_BIN) \
	--section scripts ACQUIT=$(CURDIR)/$(BUILD)/acquit $(1) $(SCRIPT_TESTS) \
	--section sanitized $(SAN_BIN) ACQUIT=$(CURDIR)/$(SAN_BUILD)/acquit SANITIZED=1 $(1) $(2) \
	--section fuzz $(FUZZ_REPLAY)

check: check-build ## all tests, the slow ones by samples (under five minutes on two cores)
	@$(CHECK) $(call check_sections,SAMPLE=1,$(filter-out $(SAN_LONG),$(SAN_TESTS)))

check-all: check-build ## all tests, whole
	@CHECK_TIMEOUT=7200 $(CHECK) $(call check_sections,SAMPLE=,$(SAN_TESTS))

# --- fuzzing: tests/fuzz/fuzz_x.c; how each is built stands in fuzz.mk ---

FUZZ_SECONDS ?= 60
FUZZ_BUILD   ?= $(BUILD)-fuzz
include tests/fuzz/fuzz.mk

.PHONY: fuzz fuzz-build
fuzz-build: $(FUZZ_SRC:%.c=$(BUILD)/%-fuzzer)

fuzz: ## every fuzz target for FUZZ_SECONDS each (clang)
	+@$(MAKE) --no-print-directory -s -j$(JOBS) BUILD=$(FUZZ_BUILD) CC=clang OPT='-O1 -g' \
		SANITIZE='$(SAN_FLAGS) -fsanitize=fuzzer-no-link' WERROR= fuzz-build
	@sh scripts/fuzz $(FUZZ_SECONDS) $(FUZZ_BUILD)

include tests/bench/bench.mk

# --- the rest ---

.PHONY: lint coverage demo install help clean
lint: ## layers, headers, sizes, names, banned words, formatting, clang-tidy, cppcheck, shellcheck
	@PYTHONDONTWRITEBYTECODE=1 python3 scripts/lint.py --log $(BUILD)/lint --jobs $(JOBS)

coverage: ## what the unit and golden tests run through, by file (gcovr)
	+@$(MAKE) --no-print-directory -k -s -j$(JOBS) BUILD=$(BUILD)-cov OPT='-O1 -g' SANITIZE='--coverage' WERROR= \
		all $(UNIT_SRC:%.c=$(BUILD)-cov/%)
	@$(CHECK) --section coverage ACQUIT=$(CURDIR)/$(BUILD)-cov/acquit SAMPLE=1 $(UNIT_SRC:%.c=$(BUILD)-cov/%) \
		$(wildcard tests/golden/test_*.py tests/proof/test_*.py tests/hostile/test_*.py) || true
	@gcovr --root . --filter src/ --object-directory $(BUILD)-cov --txt $(BUILD)-cov/coverage.txt --print-summary
	@echo "by file: $(BUILD)-cov/coverage.txt"

demo: ## the sample night
	@scripts/demo

install: all ## program, profiles, samples and manual under PREFIX (DESTDIR before it)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/acquit/formats/csv
	install -m 755 $(BUILD)/acquit $(DESTDIR)$(PREFIX)/bin/acquit
	install -m 644 formats/csv/*.profile formats/csv/README.md $(DESTDIR)$(PREFIX)/share/acquit/formats/csv/
	cp -R fixtures/demo $(DESTDIR)$(PREFIX)/share/acquit/
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 doc/acquit.1 $(DESTDIR)$(PREFIX)/share/man/man1/

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

clean: ## remove what was built
	rm -rf $(BUILD) $(SAN_BUILD) $(FUZZ_BUILD) $(BUILD)-cov


-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
