# Every door of the project, one word each. `make` alone lists them.
# Another interpreter: make setup PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-stamp
TEST_STAMP := $(VENV)/.test-stamp
BENCH_VENV := .venv-bench
BENCH_STAMP := $(BENCH_VENV)/.setup-stamp
LOCK_VENV := .venv-lock
UV_VERSION := 0.13.9
WORKERS ?= 2
DEMO_DAY ?= 2026-06-18
PORT ?= 8000
STARTED := $(shell date +%s)

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo demo-engine pictures test test-long check format bench lock clean

help: ## 列出所有命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The interpreter is checked first, so that nobody meets a syntax error where a sentence would do.
define check_python
command -v "$(PYTHON)" >/dev/null || { echo "找不到 $(PYTHON)。请先安装 Python 3.11 或更高版本，或指定解释器，例如 make setup PYTHON=python3.12。" >&2; exit 1; }; \
"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "本项目需要 Python 3.11 或更高版本，而 $(PYTHON) 是 $$("$(PYTHON)" -V 2>&1)。请安装新版本，或用 make setup PYTHON=python3.11 指定。" >&2; exit 1; }
endef

# install_debian FILE: installs the Debian packages FILE names and the machine lacks; without the right to, says the one line to run.
# A second word on a line is a command: where it is found, however it got there, the package is not asked for.
define install_debian
missing=""; \
if command -v dpkg-query >/dev/null; then \
	while read -r name command; do \
		[ -n "$$command" ] && command -v "$$command" >/dev/null && continue; \
		dpkg-query -W -f '$${db:Status-Status}' "$$name" 2>/dev/null | grep -qx installed || missing="$$missing $$name"; \
	done < <(grep -v '^#' $(1)); \
fi; \
if [ -n "$$missing" ]; then \
	as_root=""; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
	if [ -z "$$as_root" ] || sudo -n true 2>/dev/null; then \
		echo "正在安装系统软件包：$$missing"; \
		for try in 1 2 3; do \
			{ $$as_root apt-get update -q && $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; } </dev/null && break; \
			if [ $$try -lt 3 ]; then sleep 10; else echo "系统软件包没有装成，先继续；如后面失败，请手工安装：$$missing" >&2; fi; \
		done; \
	else \
		echo "没有管理员权限。缺少系统软件包，如后面失败，请运行：sudo apt-get install -y$$missing" >&2; \
	fi; \
fi
endef

# make_venv FOLDER: creates the environment when it is missing or its interpreter no longer runs.
define make_venv
$(1)/bin/python -c 'import pip' 2>/dev/null || { rm -rf $(1); "$(PYTHON)" -m venv $(1); } \
	|| { echo "不能建立虚拟环境 $(1)。Debian 系统请运行：sudo apt-get install -y python3-venv" >&2; exit 1; }
endef

setup: $(STAMP) ## 准备开发环境（.venv、网页用的第三方文件）；没有变化时立即返回
	@$(BIN)/python -m bihuan_site.config.assets

$(STAMP): requirements.txt pyproject.toml system-packages.txt
	@$(check_python)
	@echo "［1/5］检查系统软件包"
	@$(call install_debian,system-packages.txt)
	@echo "［2/5］建立虚拟环境 $(VENV)"
	@$(call make_venv,$(VENV))
	@echo "［3/5］按 requirements.txt 安装依赖（逐个核对哈希，首次约一分钟）"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.txt | { grep -v 'already satisfied' || true; }
	@echo "［4/5］安装本项目"
	@$(BIN)/python -m pip install --disable-pip-version-check -q --no-build-isolation --no-deps -e .
	@echo "［5/5］按 package-lock.json 取网页用的第三方文件"
	@$(BIN)/python -m bihuan_site.config.assets
	@touch $@
	@echo "环境已就绪。试一试：make demo"

# What only the tests need: a browser, Chinese fonts and a PostgreSQL server, which the tests start themselves.
$(TEST_STAMP): $(STAMP) system-packages-test.txt
	@$(call install_debian,system-packages-test.txt)
	@touch $@

demo: setup ## 装好虚构的机关，打开网站（Ctrl-C 停；DEMO_DAY 换业务日期，PORT 换端口）
	@BIHUAN_DATA=demo/site BIHUAN_DEMO_DAY=$(DEMO_DAY) $(BIN)/bihuan-site demo --serve --port $(PORT)

demo-engine: setup ## 不开网站，用命令行把引擎走一遍
	@$(BIN)/bihuan demo --out demo

check: setup ## 只做静态检查：ruff、mypy、import-linter
	@echo "［检查］ruff check"
	@$(BIN)/ruff check .
	@echo "［检查］ruff format"
	@$(BIN)/ruff format --check .
	@echo "［检查］mypy"
	@BIHUAN_DATA=build/check $(BIN)/mypy
	@echo "［检查］import-linter"
	@$(BIN)/lint-imports

test: check $(TEST_STAMP) ## 静态检查，再跑日常测试（网站在 SQLite 和 PostgreSQL 上各跑一遍）
	@echo "［测试］pytest（不含 long）"
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not long"
	@echo "［测试］pytest tests/site（PostgreSQL，不含 long 和 browser）"
	@BIHUAN_TEST_DATABASE=postgresql $(BIN)/python -m pytest tests/site -n $(WORKERS) -m "not long and not browser"
	@echo "全部通过，用时 $$(( ($$(date +%s) - $(STARTED)) / 60 )) 分 $$(( ($$(date +%s) - $(STARTED)) % 60 )) 秒。"

# Exit code 5 says that no test carries the marker.
test-long: setup $(TEST_STAMP) ## 跑耗时的测试（标记为 long）
	@echo "［测试］pytest（只跑 long）"
	@$(BIN)/python -m pytest -n $(WORKERS) -m long --durations=10 || { code=$$?; [ $$code -eq 5 ] && echo "还没有标记为 long 的测试。" || exit $$code; }

pictures: setup $(TEST_STAMP) ## 重拍网站说明里的图（docs/pictures/site）
	@PICTURES=docs/pictures/site $(BIN)/python -m pytest tests/site/guides/test_taking_pictures.py -q

format: setup ## 按约定排版代码
	@$(BIN)/ruff check --fix --select I .
	@$(BIN)/ruff format .

$(BENCH_STAMP): requirements-bench.txt pyproject.toml system-packages-bench.txt
	@$(check_python)
	@echo "［1/3］检查系统软件包"
	@$(call install_debian,system-packages.txt)
	@$(call install_debian,system-packages-bench.txt)
	@echo "［2/3］建立虚拟环境 $(BENCH_VENV)"
	@$(call make_venv,$(BENCH_VENV))
	@echo "［3/3］按 requirements-bench.txt 安装依赖（逐个核对哈希）"
	@$(BENCH_VENV)/bin/python -m pip install --disable-pip-version-check --require-hashes -r requirements-bench.txt | { grep -v 'already satisfied' || true; }
	@$(BENCH_VENV)/bin/python -m pip install --disable-pip-version-check -q --no-build-isolation --no-deps -e .
	@touch $@

bench: $(BENCH_STAMP) ## 与其他工具并排测量（单独的 .venv-bench）
	@$(BENCH_VENV)/bin/python -m bench

# The newest versions that fit; nothing but names, versions and hashes goes into the files.
LOCK := $(LOCK_VENV)/bin/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-emit-package bihuan --no-header --quiet

# npm leaves hashes out of a lock file it writes beside installed packages, hence the folder of its own.
lock: ## 重新锁定依赖版本
	@$(check_python)
	@$(call make_venv,$(LOCK_VENV))
	@echo "［1/4］准备 uv $(UV_VERSION)"
	@$(LOCK_VENV)/bin/python -m pip install --disable-pip-version-check -q uv==$(UV_VERSION)
	@echo "［2/4］requirements.txt"
	@$(LOCK) requirements.in -o requirements.txt
	@echo "［3/4］requirements-bench.txt"
	@$(LOCK) requirements-bench.in -o requirements-bench.txt
	@echo "［4/4］package-lock.json（版本写在 package.json）"
	@rm -rf build/lock && mkdir -p build/lock && cp package.json .npmrc build/lock/
	@cd build/lock && npm install --package-lock-only --ignore-scripts >/dev/null
	@$(LOCK_VENV)/bin/python -c 'import json, pathlib; lock = json.loads(pathlib.Path("build/lock/package-lock.json").read_text("utf-8")); [package.pop("funding", None) for package in lock["packages"].values()]; pathlib.Path("package-lock.json").write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", "utf-8")'

clean: ## 删除环境和缓存
	rm -rf $(VENV) $(BENCH_VENV) $(LOCK_VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist node_modules src/bihuan_site/shared/static/vendor
