package io.jquant.execute;

import io.jquant.tensor.Dimension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the symbols of one analysis that do not come from the file. They begin with a question
 * mark, and equal sums and products of sizes get equal symbols.
 */
final class Symbols {
    private static final char MARK = '?';
    private static final String SEPARATOR = "\0";

    private final Map<String, String> byExpression = new HashMap<>();
    private int count;

    /** Was this symbol made here? */
    static boolean isPrivate(Dimension d) {
        return d.symbol() != null && !d.symbol().isEmpty() && d.symbol().charAt(0) == MARK;
    }

    /** A symbol that is equal to no other. */
    String fresh() {
        return MARK + Integer.toString(count++);
    }

    /** A symbol for a name of the file that looks like one made here. */
    String disguised(String name) {
        return of(join("", '=', name));
    }

    /** How many symbols there are: those made later have higher numbers. */
    int count() {
        return count;
    }

    /** Was the symbol made when there were at least so many? */
    static boolean isSince(Dimension d, int mark) {
        return isPrivate(d) && Integer.parseInt(d.symbol().substring(1)) >= mark;
    }

    private String of(String expression) {
        return byExpression.computeIfAbsent(expression, e -> fresh());
    }

    Term add(Term a, Term b) {
        if (a.isKnown() && b.isKnown()) {
            return exact(() -> Math.addExact(a.value(), b.value()));
        }
        if (a.is(0) || b.is(0)) {
            return a.is(0) ? b : a;
        }
        return Term.of(of(commutative('+', a, b)), a.natural() && b.natural());
    }

    Term subtract(Term a, Term b) {
        if (a.isKnown() && b.isKnown()) {
            return exact(() -> Math.subtractExact(a.value(), b.value()));
        }
        if (b.is(0)) {
            return a;
        }
        return a.equals(b) ? Term.of(0) : Term.of(of(join(a.toString(), '-', b.toString())), false);
    }

    Term multiply(Term a, Term b) {
        if (a.isKnown() && b.isKnown()) {
            return exact(() -> Math.multiplyExact(a.value(), b.value()));
        }
        if (a.is(1) || b.is(1)) {
            return a.is(1) ? b : a;
        }
        return Term.of(of(commutative('*', a, b)), a.natural() && b.natural());
    }

    /** The quotient of integers as ONNX's Div has it, rounded towards zero. */
    Term divide(Term a, Term b) {
        if (b.is(0)) {
            return Term.of(fresh(), false);
        }
        if (a.isKnown() && b.isKnown()) {
            return Term.of(a.value() / b.value());
        }
        return b.is(1)
                ? a
                : Term.of(of(join(a.toString(), '/', b.toString())), a.natural() && b.natural());
    }

    /** Joins operands so that no symbol of a file can imitate the result. */
    private static String join(String a, char operator, String b) {
        return a + SEPARATOR + operator + SEPARATOR + b;
    }

    private Term exact(java.util.function.LongSupplier sum) {
        try {
            return Term.of(sum.getAsLong());
        } catch (ArithmeticException e) {
            return Term.of(fresh(), false); // beyond 64 bits: whatever the operator makes of it
        }
    }

    private static String commutative(char operator, Term a, Term b) {
        String x = a.toString();
        String y = b.toString();
        return x.compareTo(y) <= 0 ? join(x, operator, y) : join(y, operator, x);
    }

    /**
     * The size of an axis that takes what other axes leave over, the -1 of Reshape.
     *
     * @param all the axes of the tensor
     * @param others the sizes given for the other axes
     */
    Dimension rest(List<Dimension> all, List<Dimension> others) {
        List<String> over = new ArrayList<>();
        List<String> under = new ArrayList<>();
        long number = product(all, over);
        long divisor = product(others, under);
        for (String s : new ArrayList<>(under)) {
            if (over.remove(s)) {
                under.remove(s);
            }
        }
        if (number < 0 || divisor <= 0) {
            return Dimension.of(fresh());
        }
        boolean divides = number % divisor == 0;
        if (over.isEmpty() && under.isEmpty() && divides) {
            return Dimension.of(number / divisor);
        }
        if (over.size() == 1 && under.isEmpty() && number == divisor) {
            return Dimension.of(over.get(0));
        }
        Collections.sort(over);
        Collections.sort(under);
        long common = divides ? divisor : 1;
        return Dimension.of(
                of(
                        join(
                                number / common + SEPARATOR + String.join(SEPARATOR, over),
                                ':',
                                divisor / common + SEPARATOR + String.join(SEPARATOR, under))));
    }

    /** The product of the known sizes, or -1 beyond 64 bits; collects the symbols. */
    private static long product(List<Dimension> dims, List<String> symbols) {
        long n = 1;
        for (Dimension d : dims) {
            if (!d.isKnown()) {
                symbols.add(d.symbol());
            } else if (d.size() != 0 && n > Long.MAX_VALUE / d.size()) {
                return -1;
            } else {
                n *= d.size();
            }
        }
        return n;
    }
}
