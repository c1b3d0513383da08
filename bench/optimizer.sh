#!/bin/sh
# Time of the optimizer on made-up models of up to 5,000 nodes and 300 MB of weights, and of its slowest passes.
# Usage: bench/optimizer.sh [nodes]; JAVA_HOME picks the JDK.
set -eu
cd "$(dirname "$0")/.."
bin/jquant --version >/dev/null
mvn -q -o test-compile 2>/dev/null || mvn -q test-compile
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx1500m -XX:+UseSerialGC --add-modules jdk.incubator.vector \
    -cp target/classes:target/test-classes:target/jquant.jar io.jquant.optimize.OptimizerBench "$@" 2>&1 |
    grep -v 'incubator modules'
