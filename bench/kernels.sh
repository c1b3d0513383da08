#!/usr/bin/env bash
# Measures the numeric kernels in one thread with JMH, with vectors and without, and writes the table of
# docs/performance.md. Usage: bench/kernels.sh. JAVA_HOME picks the JDK. Takes about three minutes on a quiet machine.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
out=$root/target/bench
"$root/bin/jquant" --version >/dev/null # builds it where needed
mvn -q -B -ntp -f "$root/bench/pom.xml" compile dependency:build-classpath
classpath=$out/classes:$(cat "$out/classpath")
for form in auto scalar; do
  "$java" --add-modules jdk.incubator.vector -XX:CompileCommand=quiet \
    -XX:CompileCommand='BackgroundCompilation,io.jquant.simd.*::*,false' \
    -XX:CompileCommand='inline,io.jquant.simd.VectorMath::*' -XX:CompileCommand='inline,io.jquant.simd.Species::*' \
    -Djquant.simd=$form -cp "$classpath" io.jquant.kernel.KernelReport "$out/$form.tsv" >"$out/$form.log" 2>&1 ||
    { cat "$out/$form.log" >&2; exit 1; }
done
cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1)
table() {
  echo "Measured on ${cpu:-an unnamed processor}, $("$java" -version 2>&1 | sed -n '1s/ version//p'), $(sed -n 's/^simd\t//p' "$out/auto.tsv"), one thread."
  echo
  echo "| kernel | vectors, GFLOP/s | share of the peak | scalar, GFLOP/s |"
  echo "|---|---:|---:|---:|"
  awk -F'\t' 'NR == FNR { scalar[$1] = $2; next } $1 == "peak" { peak = $2 } $1 != "simd" { name[++n] = $1; rate[n] = $2 }
    END { for (i = 1; i <= n; i++) printf "| %s | %.1f | %.0f %% | %s |\n", name[i] == "peak" ? "multiply-adds on registers" : name[i],
      rate[i], 100 * rate[i] / peak, name[i] in scalar ? scalar[name[i]] : "" }' "$out/scalar.tsv" "$out/auto.tsv"
}
doc=$root/docs/performance.md
{
  sed '/<!-- kernels: begin -->/q' "$doc"
  echo
  table
  echo
  sed -n '/<!-- kernels: end -->/,$p' "$doc"
} >"$out/performance.md"
mv "$out/performance.md" "$doc"
table
