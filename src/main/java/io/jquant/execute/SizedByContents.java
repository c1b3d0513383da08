package io.jquant.execute;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Shapes of outputs that follow from the partly known contents of an input. */
final class SizedByContents {
    private final Facts facts;

    SizedByContents(Facts facts) {
        this.facts = facts;
    }

    void follow(Node n) {
        Value out = n.output(0);
        SymbolicShape known = facts.shape(out);
        if (known != null && known.isKnown()) {
            return;
        }
        List<Dimension> dims = dims(n);
        if (dims == null || (known != null && known.rank() != dims.size())) {
            return;
        }
        for (int i = 0; known != null && i < dims.size(); i++) {
            if (known.dim(i).isKnown()) {
                dims.set(i, known.dim(i));
            }
        }
        ElementType type = facts.elementType(out);
        facts.setType(out, new ValueType.TensorType(type, new SymbolicShape(dims)));
    }

    private List<Dimension> dims(Node n) {
        return switch (n.opType()) {
            case "Reshape" -> reshape(n);
            case "Expand" -> expand(n);
            case "ConstantOfShape" -> sizes(contents(n, 0));
            case "Range" -> range(n);
            case "Resize" -> resize(n);
            default -> null;
        };
    }

    private List<Term> contents(Node n, int index) {
        Value v = n.input(index);
        return v == null ? null : facts.contents(v);
    }

    private List<Dimension> sizes(List<Term> terms) {
        if (terms == null) {
            return null;
        }
        List<Dimension> out = new ArrayList<>();
        for (Term t : terms) {
            out.add(facts.dimension(t));
        }
        return out;
    }

    private List<Dimension> reshape(Node n) {
        List<Term> terms = contents(n, 1);
        if (terms == null) {
            return null;
        }
        SymbolicShape in = facts.shape(n.input(0));
        boolean copiesZero = !n.attributes().getBoolean("allowzero", false);
        List<Dimension> out = new ArrayList<>();
        List<Dimension> given = new ArrayList<>();
        int rest = -1;
        for (int i = 0; i < terms.size(); i++) {
            Term t = terms.get(i);
            Dimension d;
            if (t.is(-1) && rest < 0) {
                rest = i;
                d = Dimension.UNKNOWN;
            } else if (t.is(0) && copiesZero) {
                d = in != null && i < in.rank() ? in.dim(i) : fresh();
                given.add(d);
            } else {
                d = facts.dimension(t);
                given.add(d);
            }
            out.add(d);
        }
        if (rest >= 0) {
            out.set(rest, in == null ? fresh() : facts.symbols.rest(in.dims(), given));
        }
        return out;
    }

    private Dimension fresh() {
        return Dimension.of(facts.symbols.fresh());
    }

    private List<Dimension> expand(Node n) {
        SymbolicShape in = facts.shape(n.input(0));
        List<Dimension> to = sizes(contents(n, 1));
        if (in == null || to == null) {
            return null;
        }
        int rank = Math.max(in.rank(), to.size());
        List<Dimension> out = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int a = i - (rank - in.rank());
            int b = i - (rank - to.size());
            if (a < 0 || b < 0) {
                out.add(a < 0 ? to.get(b) : in.dim(a));
            } else {
                out.add(broadcast(in.dim(a), to.get(b)));
            }
        }
        return out;
    }

    private Dimension broadcast(Dimension a, Dimension b) {
        if (a.equals(b) || b.size() == 1) {
            return a;
        }
        if (a.size() == 1) {
            return b;
        }
        if (a.isKnown() || b.isKnown()) {
            return a.isKnown() ? a : b; // the other is the same or 1
        }
        return fresh();
    }

    /** Range(0, n, 1) has n elements. */
    private List<Dimension> range(Node n) {
        List<Term> start = contents(n, 0);
        List<Term> limit = contents(n, 1);
        List<Term> delta = contents(n, 2);
        if (start == null || limit == null || delta == null) {
            return null;
        }
        if (start.size() != 1 || limit.size() != 1 || delta.size() != 1) {
            return null;
        }
        boolean counts = start.get(0).is(0) && delta.get(0).is(1);
        return counts ? sizes(limit) : null;
    }

    /** Sizes where they are given; axes whose factor is 1 keep theirs. */
    private List<Dimension> resize(Node n) {
        SymbolicShape in = facts.shape(n.input(0));
        if (in == null || n.attributes().has("axes")) {
            return null;
        }
        if (n.input(3) != null) {
            boolean stretched =
                    n.attributes()
                            .getString("keep_aspect_ratio_policy", "stretch")
                            .equals("stretch");
            return stretched ? sizes(contents(n, 3)) : null;
        }
        Tensor scales = n.input(2) == null ? null : facts.constant(n.input(2));
        SymbolicShape known = facts.shape(n.output(0));
        if (scales == null || scales.type() != ElementType.FLOAT || scales.size() != in.rank()) {
            return null;
        }
        List<Dimension> out = new ArrayList<>();
        for (int i = 0; i < in.rank(); i++) {
            boolean kept = scales.floats()[i] == 1f;
            out.add(kept ? in.dim(i) : known == null ? fresh() : known.dim(i));
        }
        return out;
    }
}
