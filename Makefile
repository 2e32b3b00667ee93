# つなぎ: `make run` shows it, `make test` proves it; both install what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
PORT ?= 8000
RUNTIME_DEBS := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-ipamj-mincho \
	fonts-morisawa-bizud-mincho fonts-morisawa-bizud-gothic
TEST_DEBS := chromium libatomic1 poppler-utils postgresql
DEMO := TSUNAGI_ENV=demo

.PHONY: help setup run demo test check clauses look bench crash matrix mutants clean
help: ## この一覧を出す
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 14

setup: var/stamp/python var/stamp/postal ## 使えるところまで用意する（サーバーは起動しない）
	@$(DEMO) $(PYTHON) manage.py migrate -v 0
	@$(DEMO) $(PYTHON) manage.py collectstatic --noinput -v 0

run: setup ## デモを始める（初回は架空の人物のデータを作る）
	@test -f var/stamp/demo -a -f db.sqlite3 || $(MAKE) --no-print-directory demo
	@$(DEMO) $(PYTHON) manage.py demo_logins --port $(PORT)
	@$(DEMO) .venv/bin/gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --preload --log-level warning

demo: setup ## デモのデータを作りなおす（サーバーは起動しない）
	@rm -f db.sqlite3 db.sqlite3-wal db.sqlite3-shm
	@$(DEMO) $(PYTHON) manage.py migrate -v 0
	@$(DEMO) $(PYTHON) manage.py seed_demo
	@mkdir -p var/stamp && touch var/stamp/demo

test: setup var/stamp/test ## すべての試験（SQLite・PostgreSQL・Chromium）
	@bin/test

check: setup var/stamp/test ## 書式・型・部屋の向き・設定・移行の検査
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@git ls-files -z '*.html' | xargs -0 .venv/bin/djhtml --check --tabwidth 2
	@git ls-files -z '*.html' | xargs -0 .venv/bin/djade --check --target-version 5.2
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@$(PYTHON) manage.py makemigrations --check --dry-run -v 0
	@TSUNAGI_ENV=production SECRET_KEY=$$(head -c 48 /dev/urandom | base64) ALLOWED_HOSTS=tsunagi.example \
		DATABASE_URL=sqlite:///db.sqlite3 $(PYTHON) manage.py check --deploy --fail-level WARNING

clauses: var/stamp/python ## 要綱・手引きの条項ごとに、どの試験が証拠か、何がまだか
	@$(PYTHON) -m tests.clauses

look: setup var/stamp/test ## すべての画面（役割ごと）と様式の絵を look/ に入れる
	@test -f var/stamp/demo -a -f db.sqlite3 || $(MAKE) --no-print-directory demo
	@.venv/bin/python bin/look

bench: setup var/stamp/test ## 速さを素の Django と比べる（PART=list・scale・search・papers、なしは全部。PART=million は100万人で）
	@POSTGRES_FOLDER=bench/data/postgres bin/with_postgres $(PYTHON) bench/run.py $(PART)

crash: setup var/stamp/test ## サーバーを kill -9 で何度も止め、失われたものがないか調べる（KILLS=100）
	@CROWD=1 $(PYTHON) -m tests.crash sqlite
	@CROWD=1 POSTGRES_FOLDER=var/crash/postgres bin/with_postgres $(PYTHON) -m tests.crash postgres

matrix: setup var/stamp/test ## だれが何を開き、送れるか、すべての人・URL・場面を権限の表とくらべる
	@TSUNAGI_ENV=test .venv/bin/pytest -m matrix -n 2 --dist worksteal tests/access

mutants: setup var/stamp/test ## アクセスの規則と visible_to を1つずつ外し、試験が気づくかを数える（続きから）
	@nice $(PYTHON) -m tests.mutants

clean: ## 作られたものを消す（入力したデモのデータも消える）
	rm -rf .venv var db.sqlite3* look bench/data

var/stamp/python: requirements.lock bin/debian
	@bin/debian $(RUNTIME_DEBS)
	@test -x $(PYTHON) || python3 -m venv .venv
	@$(PYTHON) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@mkdir -p var/stamp && touch $@

var/stamp/test: var/stamp/python requirements-dev.lock
	@bin/debian $(TEST_DEBS)
	@$(PYTHON) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@mkdir -p var/stamp && touch $@

var/stamp/postal: var/stamp/python
	@$(PYTHON) manage.py build_postal_codes
	@touch $@
