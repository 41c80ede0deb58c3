# Each goal brings the tools it needs into .tools/ (the first time takes minutes, later a blink), then runs one command.

STACK ?= sandbox
ARGS ?=
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

python = $(or $(PYTHON),$(error Python 3.11 or newer is needed: install it, or name one with PYTHON=/path/to/python3))
tools = $(python) -m toolchain ensure
venv = .tools/venv/bin
path = PATH="$(CURDIR)/.tools/bin:$(CURDIR)/$(venv):$$PATH"
cli = $(path) $(venv)/python -m cli
stack = --stack '$(STACK)'
laboratory = $(if $(KUBEBUILDER_ASSETS),,etcd kubernetes kwok) node-problem-detector
# Whatever the sandbox doesn't answer for meets AWS, or somebody's cluster.
real = $(if $(filter sandbox,$(STACK))$(filter 1,$(SANDBOX)),,1)
no_pod = No pod runs in the sandbox, so there is nothing to open: try STACK=dev, which is on AWS, or STACK=local
inside = $(cli) $(if $(real),,exec $(stack) -- $(venv)/python -m cli)

# Set in many images. Without bytecode, each start compiles Pulumi's packages anew: half of a preview's time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help up preview destroy cost preflight leftovers kubeconfig grafana prometheus alertmanager dashboard gitops
.PHONY: render drift loop pulumi aws test lint docs facts setup

help: ## this list
	@echo 'make GOAL [STACK=sandbox|dev|prod|local] [ARGS="..."]'
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 15
	@echo
	@echo 'STACK=sandbox (the default) needs no AWS account. SANDBOX=1 tries any other stack without one.'
	@echo 'On AWS, up and destroy show what will change and ask; YES=1 answers.'

up: setup $(if $(real),preflight) ## bring the stack up
	@$(cli) up $(stack) -- $(ARGS)

preview: setup ## show what `up` would change
	@$(cli) preview $(stack) -- $(ARGS)

destroy: setup ## remove all that the stack has built, and prove it
	@$(cli) destroy $(stack) -- $(ARGS)

cost: setup ## say what the stack costs a month as it is configured
	@$(cli) cost $(stack)

render: setup ## write the manifests that Argo CD follows; ARGS="--to FOLDER"
	@$(cli) render $(stack) $(ARGS)

drift: setup ## say what is not as the settings say, and change nothing
	@$(cli) drift $(stack)

pulumi: setup ## any other pulumi command on the stack, e.g. ARGS="stack output"
	@$(cli) pulumi $(stack) -- $(ARGS)

preflight: setup ## say what would stop `up` on AWS, and what to do about it
	@$(inside) preflight $(stack) -- $(ARGS)

leftovers: setup ## list what a cluster left on AWS; ARGS="--all-regions --delete"
	@$(inside) leftovers $(if $(CLUSTER),--cluster $(CLUSTER),$(stack)) $(ARGS)

aws: setup ## any aws command where the stack is, e.g. ARGS="eks list-clusters"
	@$(cli) exec $(stack) -- aws $(ARGS)

kubeconfig: setup ## write kubeconfig-STACK.yaml
	@$(cli) access $(stack) kubeconfig

grafana: setup ## open Grafana on this machine; so prometheus, alertmanager, dashboard, gitops
grafana prometheus alertmanager dashboard gitops: setup
	@$(if $(real),$(cli) access $(stack) $@,$(error $(no_pod)))

loop: setup ## watch a sick node heal on a real control plane on this machine
	@$(tools) $(laboratory)
	@$(path) $(venv)/python -m lab.demo $(ARGS)

test: setup ## run every test; ARGS are pytest's
	@$(tools) $(laboratory)
	@$(path) $(venv)/python -m pytest $(ARGS)

lint: ## ruff, mypy --strict, the layers between the packages
	@$(tools) packages
	@$(venv)/ruff check .
	@$(venv)/ruff format --check .
	@$(venv)/mypy .
	@$(venv)/mypy policies/__main__.py
	@PYTHONPATH=policies $(venv)/lint-imports

facts: setup ## ask AWS for newer prices, instance types and versions; say how old ours are
	@$(venv)/python -m facts

docs: setup ## write the generated parts of the documentation anew; ARGS=--check only compares
	@PYTHONPATH=policies $(venv)/python -m tools.docs $(ARGS)

setup: ## bring the tools into .tools/, and nothing else
	@$(tools) packages pulumi helm
