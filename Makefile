# InBeeld's two commands are `make demo` and `make test`; `make` alone lists the rest.
# Without make: python3 scripts/bootstrap.py, then the line under the target you want.

PYTHON ?= python3
RUN := .venv/bin/python
LOCAL := DJANGO_SETTINGS_MODULE=config.settings.local $(RUN) manage.py

.DEFAULT_GOAL := help
.PHONY: help setup runtime demo run code test check bench

##@ See it work

demo: runtime ## Fill an example and serve it (SERVE=no, DATA=real_referrals, PORT=8000)
	$(LOCAL) demo $(if $(filter no,$(SERVE)),--no-serve) $(if $(DATA),--data "$(DATA)") $(if $(PORT),--port "$(PORT)")

run: runtime ## Serve the example's data again, without filling it anew (PORT=8000)
	$(LOCAL) demo --only-serve $(if $(PORT),--port "$(PORT)")

code: runtime ## Print fresh one-time codes of the example's users
	$(LOCAL) code

##@ Work on it

setup: ## Make .venv with everything that builds, checks and tests InBeeld
	@$(PYTHON) scripts/bootstrap.py --dev

test: setup ## The whole suite on SQLite, then on PostgreSQL with Redis (ARGS="tests/vault -x")
	@$(RUN) -m scripts.run_tests $(ARGS)

check: setup ## Lint, types, floors, templates, migrations, deployment, texts, locks, house rules
	@$(RUN) -m scripts.check

bench: setup ## Measure what the documentation claims
	$(RUN) -m benchmarks $(ARGS)

##@ This list

help: ## Show the targets
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

runtime:
	@$(PYTHON) scripts/bootstrap.py
