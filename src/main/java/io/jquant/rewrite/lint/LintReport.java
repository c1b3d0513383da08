package io.jquant.rewrite.lint;

import java.util.List;

/**
 * What a runtime is predicted to make of a model.
 *
 * @param target the runtime's name
 * @param findings one for each heavy operator, bodies of control flow included
 * @param quantizeLeft QuantizeLinear nodes that no integer kernel takes in, at most; those that
 *     read inputs of the model do not count
 * @param dequantizeLeft the same of DequantizeLinear; those of constants or that write outputs of
 *     the model do not count
 * @param nanoseconds an estimate of a run on one thread, for comparing files of one model
 */
public record LintReport(
        String target,
        List<Finding> findings,
        int quantizeLeft,
        int dequantizeLeft,
        double nanoseconds) {
    public LintReport {
        findings = List.copyOf(findings);
    }

    public long integer() {
        return findings.stream().filter(f -> f.verdict().isInteger()).count();
    }

    public long macs() {
        return findings.stream().mapToLong(Finding::macs).sum();
    }

    /** The share of the multiplications in integers, 0 … 1; NaN when there are none. */
    public double integerShare() {
        long in =
                findings.stream()
                        .filter(f -> f.verdict().isInteger())
                        .mapToLong(Finding::macs)
                        .sum();
        return macs() == 0 ? Double.NaN : (double) in / macs();
    }
}
