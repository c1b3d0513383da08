package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * A value as a product of a number and other values, whatever order of Mul and Div computes it.
 *
 * @param number the product of all scalar constants
 * @param values the other factors
 */
record Factors(double number, List<Value> values) {
    private static final int MOST = 4;

    /** Reads a Mul or a Div by a scalar. */
    static Factors of(Node n, Workspace work) {
        List<Value> values = new ArrayList<>();
        double number = collect(n, work, values, MOST);
        return new Factors(number, values);
    }

    private static double collect(Node n, Workspace work, List<Value> values, int depth) {
        double number = 1;
        for (int i = 0; i < n.inputs().size(); i++) {
            Value v = n.input(i);
            double c = Match.scalar(v, work);
            Node inner = v == null ? null : v.producer();
            if (!Double.isNaN(c) && (i == 1 || n.is("Mul"))) {
                number = n.is("Div") ? number / c : number * c;
            } else if (n.is("Div") && i == 1) {
                return Double.NaN;
            } else if (depth > 0
                    && inner != null
                    && (inner.is("Mul") || isDivByNumber(inner, work))
                    && v.soleReader() == n) {
                number *= collect(inner, work, values, depth - 1);
            } else {
                values.add(v);
            }
        }
        return number;
    }

    private static boolean isDivByNumber(Node n, Workspace work) {
        return n.is("Div") && !Double.isNaN(Match.scalar(n.input(1), work));
    }

    /** Are there just two values? */
    boolean arePair() {
        return values.size() == 2 && !Double.isNaN(number);
    }
}
