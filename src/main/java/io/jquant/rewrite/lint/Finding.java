package io.jquant.rewrite.lint;

/**
 * What is predicted for a heavy operator.
 *
 * @param node its label
 * @param operator its operator
 * @param verdict integer or not, and why
 * @param detail the tensor or operator that the verdict is about; may be empty
 * @param macs its multiplications; 0 when shapes are not known
 */
public record Finding(String node, String operator, Verdict verdict, String detail, long macs) {}
