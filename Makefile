# Makefile - everything a developer does, one name each; `make help` lists them.

BUILD    ?= build
CC       ?= gcc
AR       ?= ar
OPT      ?= -O2 -g
SANITIZE ?=
PKGS     := libxml-2.0 sqlite3 libcrypto zlib libutf8proc libpcre2-8
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lpthread
WARN     := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
CFLAGS   += -std=gnu11 $(OPT) $(WARN) $(SANITIZE) -fstack-protector-strong
CPPFLAGS += -Iinclude -D_GNU_SOURCE -D_FORTIFY_SOURCE=2 $(PKG_CFLAGS)
LDLIBS   += $(PKG_LIBS)
LDFLAGS  += $(SANITIZE)

SRC      := $(shell find src -name '*.c' | LC_ALL=C sort)
LIB_SRC  := $(filter-out src/cli/%,$(SRC))
CLI_SRC  := $(filter src/cli/%,$(SRC))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
CLI_OBJ  := $(CLI_SRC:%.c=$(BUILD)/obj/%.o)

.DEFAULT_GOAL := all
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

# A unit test links base, model and the folder whose path it mirrors, and
# nothing else: every stage is built and tested with the others absent.
# tests/unit/A/B/test_x.c links src/A/B, tests/unit/A/test_x.c all of src/A.
# UNIT=decode/nacha narrows a run to one folder.
UNIT      ?=
UNIT_SRC  := $(shell find tests/unit/$(UNIT) -name 'test_*.c' 2>/dev/null | LC_ALL=C sort)
UNIT_BIN  := $(UNIT_SRC:%.c=$(BUILD)/%)
UNIT_LIBS := -lcmocka
unit_room  = $(patsubst tests/unit/%/,%,$(dir $(1)))
unit_objs  = $(patsubst %.c,$(BUILD)/obj/%.o,$(filter src/base/% src/model/% src/$(call unit_room,$(1))/%,$(if $(filter pipeline review cli,$(call unit_room,$(1))),$(LIB_SRC),$(SRC))))

.SECONDEXPANSION:
$(BUILD)/tests/unit/%: tests/unit/%.c $$(call unit_objs,tests/unit/$$*.c)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -Isrc $(LDFLAGS) -MMD -MP -o $@ $< $(filter %.o,$^) $(UNIT_LIBS) $(LDLIBS)

.PHONY: check-unit
check-unit: $(UNIT_BIN) ## run the unit tests (UNIT=folder for one folder's)
	@for t in $(UNIT_BIN); do $$t || exit 1; done

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
