package io.jquant.operator.logic;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** IsNaN, IsInf, Not: a question about each element. */
public final class Predicate implements Operator {
    private final Question question;

    private Predicate(Question question) {
        this.question = question;
    }

    /** IsNaN. */
    public static Operator isNan() {
        return new Predicate(Question.IS_NAN);
    }

    /** IsInf, of one sign or both. */
    public static Operator isInf() {
        return new Predicate(Question.IS_INF);
    }

    /** Not. */
    public static Operator not() {
        return new Predicate(Question.NOT);
    }

    private enum Question {
        IS_NAN,
        IS_INF,
        NOT
    }

    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.BOOL, node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int n = in.size();
        byte[] out = call.output(0, ElementType.BOOL, in.shape()).bytes();
        if (question == Question.NOT) {
            byte[] x = in.bytes();
            for (int i = 0; i < n; i++) {
                out[i] = (byte) (x[i] == 0 ? 1 : 0);
            }
            return;
        }
        boolean positive = call.attributes().getBoolean("detect_positive", true);
        boolean negative = call.attributes().getBoolean("detect_negative", true);
        double[] x = TensorNumbers.doubles(in);
        for (int i = 0; i < n; i++) {
            boolean yes =
                    question == Question.IS_NAN
                            ? Double.isNaN(x[i])
                            : Double.isInfinite(x[i]) && (x[i] > 0 ? positive : negative);
            out[i] = (byte) (yes ? 1 : 0);
        }
    }
}
