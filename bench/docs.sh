#!/usr/bin/env bash
# Writes the pages of the documentation that are made from the program: docs/errors.md, docs/optimizer.md and
# docs/operators.md. The counts of conformance cases in operators.md are made from ../shared (or -Djquant.shared=DIR);
# without them that page is left as it is, and a line of a new operator is written by hand.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B -ntp test -Dtest='ErrorsDocTest,OptimizerDocTest,OperatorsDocTest' -Djquant.docs=write "$@"
