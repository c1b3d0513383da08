package io.jquant.execute;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link TypeInference} knows of the values of a model at the moment of its analysis.
 *
 * <p>Shapes here are stricter than {@link Value#type}: equal symbols always mean equal sizes,
 * because they come from graph inputs or from the analysis itself, never from names that the file
 * gives to the axes of inner values. Symbols made by the analysis must not reach a file.
 */
public final class Facts {
    private static final int MOST_TERMS = 64;

    /** Floats are sure to hold whole numbers up to here. */
    private static final float EXACT_FLOAT = 1 << 24;

    private final boolean inputsMayBeConstant;
    private final Map<Value, ValueType> types = new HashMap<>();
    private final Map<Value, Tensor> constants = new HashMap<>();
    private final Map<Value, List<Term>> contents = new HashMap<>();
    private final Map<Node, String> complaints = new LinkedHashMap<>();
    final Symbols symbols = new Symbols();

    Facts(boolean inputsMayBeConstant) {
        this.inputsMayBeConstant = inputsMayBeConstant;
    }

    /** The type as far as it is known; null when nothing is. */
    public ValueType type(Value v) {
        return types.get(v);
    }

    /** The element type of a tensor, or null when it is not known. */
    public ElementType elementType(Value v) {
        return types.get(v) instanceof ValueType.TensorType t ? t.element() : null;
    }

    /** The shape of a tensor, whose axes all have a size or a symbol; null when it is not known. */
    public SymbolicShape shape(Value v) {
        return types.get(v) instanceof ValueType.TensorType t ? t.shape() : null;
    }

    /** The shape when all sizes are known, else null. */
    public Shape staticShape(Value v) {
        SymbolicShape s = shape(v);
        return s == null ? null : s.shape();
    }

    /** The rank of a tensor, or -1 when it is not known. */
    public int rank(Value v) {
        SymbolicShape s = shape(v);
        return s == null ? -1 : s.rank();
    }

    /** Are two tensors of the same shape whatever is fed? */
    public boolean sameShape(Value a, Value b) {
        SymbolicShape s = shape(a);
        return s != null && s.equals(shape(b));
    }

    /**
     * The tensor of an initializer that cannot be overridden, or of a small value that is computed
     * from constants and known shapes alone; else null.
     */
    public Tensor constant(Value v) {
        if (v.constant() != null && (inputsMayBeConstant || v.isConstant())) {
            return v.constant();
        }
        return constants.get(v);
    }

    /**
     * The elements of a scalar or vector with which shapes are computed, where all of them are
     * whole numbers (also as floats); null when they are not known.
     */
    public List<Term> contents(Value v) {
        List<Term> known = contents.get(v);
        return known != null ? known : terms(constant(v));
    }

    /** The whole number, up to 64, that a size is multiplied with to give a term; else -1. */
    public long factor(Term t, Dimension d) {
        Term size = term(d);
        if (t.equals(size)) {
            return 1;
        }
        if (t.isKnown() && size.isKnown()) {
            return size.value() > 0 && t.value() % size.value() == 0
                    ? t.value() / size.value()
                    : -1;
        }
        for (long k = 2; k <= 64 && !size.isKnown(); k++) {
            if (symbols.multiply(Term.of(k), size).equals(t)) {
                return k;
            }
        }
        return -1;
    }

    private static List<Term> terms(Tensor t) {
        if (t == null || t.rank() > 1 || t.size() > MOST_TERMS) {
            return null;
        }
        List<Term> out = new ArrayList<>();
        for (int i = 0; i < t.size(); i++) {
            switch (t.type()) {
                case INT64, INT32 -> out.add(Term.of(t.longAt(i)));
                case FLOAT -> {
                    float f = t.floats()[i];
                    if (f != (int) f || Math.abs(f) > EXACT_FLOAT) {
                        return null;
                    }
                    out.add(Term.of((int) f));
                }
                default -> {
                    return null;
                }
            }
        }
        return out;
    }

    /** Nodes whose attributes or input types make no sense to their operator, with its words. */
    public Map<Node, String> complaints() {
        return complaints;
    }

    // ---- for the analysis

    void setType(Value v, ValueType type) {
        types.put(v, type);
    }

    void setConstant(Value v, Tensor t) {
        constants.put(v, t);
    }

    void setContents(Value v, List<Term> terms) {
        if (terms == null || terms.size() > MOST_TERMS) {
            return;
        }
        contents.put(v, terms);
    }

    /** Forgets a value, before its node is looked at again. */
    void forget(Value v) {
        types.remove(v);
        constants.remove(v);
        contents.remove(v);
    }

    /** An axis as a number to calculate with. */
    static Term term(Dimension d) {
        return d.isKnown() ? Term.of(d.size()) : Term.of(d.symbol(), true);
    }

    /** A number as the size of an axis. */
    Dimension dimension(Term t) {
        if (t.isKnown()) {
            return t.value() >= 0 ? Dimension.of(t.value()) : Dimension.of(symbols.fresh());
        }
        return Dimension.of(t.natural() ? t.symbol() : symbols.fresh());
    }
}
