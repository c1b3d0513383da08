package io.jquant.optimize.upgrade;

import io.jquant.graph.Attribute;
import io.jquant.graph.AttributeType;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Rewrites;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import java.util.Locale;
import java.util.stream.LongStream;

/** Forms of operators from before opset 7. */
final class OldForms {
    private OldForms() {}

    /** The second operand was laid along an axis of the first; now both end at the last axis. */
    static void alignOperand(Node n, UpgradeContext c) {
        boolean broadcast = n.attributes().getBoolean("broadcast", false);
        long axis = n.attributes().getInt("axis", Long.MIN_VALUE);
        n.attributes().remove("broadcast");
        n.attributes().remove("axis");
        if (broadcast && axis != Long.MIN_VALUE) {
            long rank = rank(n, 0, c);
            align(n, c, (axis < 0 ? axis + rank : axis), rank);
        }
    }

    /** A slope for each channel was a vector. */
    static void alignSlope(Node n, UpgradeContext c) {
        SymbolicShape slope = c.facts().shape(n.input(1));
        if (slope == null) {
            throw new UnadaptableException(n, "the shape of its slope is not known");
        }
        if (slope.rank() == 1 && slope.size(0) != 1) {
            align(n, c, 1, rank(n, 0, c));
        }
    }

    private static long rank(Node n, int input, UpgradeContext c) {
        int rank = c.facts().rank(n.input(input));
        if (rank < 0) {
            throw new UnadaptableException(n, "the rank of its input is not known");
        }
        return rank;
    }

    /** Appends axes of size 1, so that the second input ends at the last axis of the first. */
    private static void align(Node n, UpgradeContext c, long axis, long rank) {
        long own = rank(n, 1, c);
        long missing = rank - axis - own;
        if (missing > 0) {
            long[] axes = LongStream.range(own, own + missing).toArray();
            Value wide =
                    Rewrites.before(
                            n, "Unsqueeze", Attributes.of(Attribute.of("axes", axes)), n.input(1));
            n.setInput(1, wide);
        }
    }

    /** The type was a name. */
    static void nameOfType(Node n, UpgradeContext c) {
        String name = n.attributes().getString("to", "").toUpperCase(Locale.ROOT);
        for (ElementType t : ElementType.values()) {
            if (t.name().equals(name)) {
                n.attributes().set(Attribute.of("to", (long) t.code()));
                return;
            }
        }
        throw new UnadaptableException(n, "unknown type '" + name + "'");
    }

    /** The order of the norm was a real number. */
    static void wholeOrder(Node n, UpgradeContext c) {
        float p = n.attributes().getFloat("p", 2);
        if (p != (long) p) {
            throw new UnadaptableException(n, "its order " + p + " is not a whole number");
        }
        n.attributes().set(Attribute.of("p", (long) p));
    }

    /** The default constants had fewer digits. */
    static void shortConstants(Node n, UpgradeContext c) {
        Attributes a = n.attributes();
        a.set(Attribute.of("alpha", a.getFloat("alpha", 1.6732f)));
        a.set(Attribute.of("gamma", a.getFloat("gamma", 1.0507f)));
    }

    /** Height and width had an attribute each. */
    static void twoScales(Node n, UpgradeContext c) {
        Attributes a = n.attributes();
        if (!a.has("height_scale") && !a.has("width_scale")) {
            return;
        }
        float[] scales = {1, 1, a.getFloat("height_scale", 1), a.getFloat("width_scale", 1)};
        a.remove("height_scale");
        a.remove("width_scale");
        a.set(new Attribute("scales", AttributeType.FLOATS, scales));
    }
}
