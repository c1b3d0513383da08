package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Workspace;

/** Reads a few arithmetic nodes as a polynomial in one value, up to the third degree. */
final class Polynomial {
    private static final int DEGREE = 3;
    private static final int DEEPEST = 8;

    private Polynomial() {}

    /**
     * The coefficients with which a value is computed from another by scalars, from degree 0 to 3.
     *
     * @return null when it is computed in another way
     */
    static double[] of(Value v, Value x, Workspace work) {
        return of(v, x, work, DEEPEST);
    }

    private static double[] of(Value v, Value x, Workspace work, int depth) {
        if (v == x) {
            return new double[] {0, 1, 0, 0};
        }
        double c = Match.scalar(v, work);
        if (!Double.isNaN(c)) {
            return new double[] {c, 0, 0, 0};
        }
        Node n = v == null ? null : v.producer();
        if (n == null || !n.domain().isEmpty() || depth == 0) {
            return null;
        }
        return switch (n.opType()) {
            case "Neg" -> scaled(of(n.input(0), x, work, depth - 1), -1);
            case "Pow" -> power(n, x, work, depth);
            case "Add", "Sub", "Mul", "Div" -> {
                double[] a = of(n.input(0), x, work, depth - 1);
                double[] b = a == null ? null : of(n.input(1), x, work, depth - 1);
                yield b == null ? null : combined(n.opType(), a, b);
            }
            default -> null;
        };
    }

    private static double[] power(Node n, Value x, Workspace work, int depth) {
        double exponent = Match.scalar(n.input(1), work);
        double[] base = of(n.input(0), x, work, depth - 1);
        if (base == null || !(exponent == 2 || exponent == 3)) {
            return null;
        }
        double[] square = product(base, base);
        return exponent == 2 || square == null ? square : product(square, base);
    }

    private static double[] combined(String op, double[] a, double[] b) {
        return switch (op) {
            case "Add" -> sum(a, b);
            case "Sub" -> sum(a, scaled(b, -1));
            case "Mul" -> product(a, b);
            default -> isConstant(b) && b[0] != 0 ? scaled(a, 1 / b[0]) : null;
        };
    }

    private static boolean isConstant(double[] p) {
        return p[1] == 0 && p[2] == 0 && p[3] == 0;
    }

    private static double[] scaled(double[] p, double by) {
        return p == null ? null : new double[] {p[0] * by, p[1] * by, p[2] * by, p[3] * by};
    }

    private static double[] sum(double[] a, double[] b) {
        return new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]};
    }

    private static double[] product(double[] a, double[] b) {
        double[] out = new double[DEGREE + 1];
        for (int i = 0; i <= DEGREE; i++) {
            for (int j = 0; j <= DEGREE; j++) {
                double p = a[i] * b[j];
                if (p != 0 && i + j > DEGREE) {
                    return null;
                }
                if (p != 0) {
                    out[i + j] += p;
                }
            }
        }
        return out;
    }

    /** Are the coefficients these, but for the digits that were written down? */
    static boolean is(double[] p, double... wanted) {
        for (int i = 0; i <= DEGREE; i++) {
            if (p == null || !Match.isClose(p[i], i < wanted.length ? wanted[i] : 0)) {
                return false;
            }
        }
        return true;
    }
}
