#!/usr/bin/env bash
# Writes the pages of the documentation that are made from the program: docs/errors.md and docs/operators.md.
# The conformance cases must lie in ../shared (or -Djquant.shared=DIR), their counts stand in operators.md.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B -ntp test -Dtest='ErrorsDocTest,OperatorsDocTest' -Djquant.docs=write "$@"
