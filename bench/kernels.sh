#!/bin/sh
# Speed of the numeric kernels in one thread. Usage: bench/kernels.sh [part of a name]
# JAVA_HOME picks the JDK; JAVA_OPTS may hold e.g. -Djquant.simd=256.
set -eu
cd "$(dirname "$0")/.."
mvn -q -o test-compile 2>/dev/null || mvn -q test-compile
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# shellcheck disable=SC2086
exec "$java" --add-modules jdk.incubator.vector -XX:CompileCommand=quiet \
    -XX:CompileCommand='BackgroundCompilation,io.jquant.simd.*::*,false' ${JAVA_OPTS:-} \
    -cp target/classes:target/test-classes io.jquant.kernel.KernelBench "$@" 2>&1 |
    grep -v 'incubator modules'
