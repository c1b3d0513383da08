package io.jquant.operator.math;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * An Einsum equation for operands of known ranks. Axes are named by letters; those that an ellipsis
 * stands for get names of their own, counted from the last, so that they broadcast.
 *
 * @param operands the axes of each operand
 * @param output the axes of the result
 */
public record EinsumEquation(List<List<String>> operands, List<String> output) {
    /**
     * @throws IllegalArgumentException when the text is no equation for operands of these ranks
     */
    public static EinsumEquation of(String text, int[] ranks) {
        String equation = text.replace(" ", "");
        int arrow = equation.indexOf("->");
        String left = arrow < 0 ? equation : equation.substring(0, arrow);
        List<String> terms = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= left.length(); i++) {
            if (i == left.length() || left.charAt(i) == ',') {
                terms.add(left.substring(begin, i));
                begin = i + 1;
            }
        }
        if (terms.size() != ranks.length) {
            throw new IllegalArgumentException(
                    "equation '" + text + "' does not name " + ranks.length + " operands");
        }
        List<List<String>> operands = new ArrayList<>();
        int longest = 0;
        for (int i = 0; i < ranks.length; i++) {
            int hidden = ranks[i] - letters(terms.get(i));
            boolean ellipsis = terms.get(i).contains("...");
            if (hidden < 0 || (hidden > 0 && !ellipsis)) {
                throw new IllegalArgumentException(
                        "term '" + terms.get(i) + "' does not fit rank " + ranks[i]);
            }
            longest = ellipsis ? Math.max(longest, hidden) : longest;
            operands.add(axes(terms.get(i), hidden));
        }
        List<String> output =
                arrow < 0
                        ? implicit(operands, longest)
                        : axes(equation.substring(arrow + 2), longest);
        return new EinsumEquation(operands, output);
    }

    private static int letters(String term) {
        return term.replace("...", "").length();
    }

    private static List<String> axes(String term, int hidden) {
        List<String> out = new ArrayList<>();
        int i = 0;
        while (i < term.length()) {
            if (term.startsWith("...", i)) {
                for (int k = hidden; k > 0; k--) {
                    out.add("..." + k);
                }
                i += 3;
            } else if (Character.isLetter(term.charAt(i))) {
                out.add(term.substring(i, i + 1));
                i++;
            } else {
                throw new IllegalArgumentException("term '" + term + "' is not understood");
            }
        }
        return out;
    }

    /** Without an arrow the result has the axes that are named once, in order of their letters. */
    private static List<String> implicit(List<List<String>> operands, int hidden) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        operands.forEach(o -> o.forEach(a -> counts.merge(a, 1, Integer::sum)));
        List<String> out = new ArrayList<>(axes("...", hidden));
        counts.forEach(
                (axis, count) -> {
                    if (count == 1 && !axis.startsWith(".")) {
                        out.add(axis);
                    }
                });
        return out;
    }
}
