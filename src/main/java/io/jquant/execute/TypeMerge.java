package io.jquant.execute;

import io.jquant.graph.Value;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings together what operators infer and what the file declares. A <em>flow</em> type is what the
 * analysis calculates with: no axis of it is unknown, as those get symbols of their own, and its
 * symbols can be relied on. A <em>shown</em> type is what the value is given.
 */
final class TypeMerge {
    private static final Logger LOG = LoggerFactory.getLogger(TypeInference.class);

    private final Symbols symbols;

    TypeMerge(Symbols symbols) {
        this.symbols = symbols;
    }

    /**
     * The flow type of an input of the main graph: that its axes of the same name have the same
     * size is a promise of the caller.
     */
    ValueType input(ValueType declared) {
        if (!(declared instanceof ValueType.TensorType t) || t.shape() == null) {
            return declared;
        }
        List<Dimension> dims = new ArrayList<>();
        for (Dimension d : t.shape().dims()) {
            if (d.isKnown()) {
                dims.add(d);
            } else if (d.symbol() == null) {
                dims.add(fresh());
            } else {
                dims.add(Symbols.isPrivate(d) ? Dimension.of(symbols.disguised(d.symbol())) : d);
            }
        }
        return new ValueType.TensorType(t.element(), new SymbolicShape(dims));
    }

    /**
     * The flow type of a value that is computed.
     *
     * @param inferred what its operator says, in flow symbols; may be null
     * @param declared what the file says; may be null
     */
    ValueType output(Value v, ValueType inferred, ValueType declared) {
        if (inferred == null) {
            return reliable(withoutSymbols(declared));
        }
        if (!(inferred instanceof ValueType.TensorType i)
                || !(declared instanceof ValueType.TensorType d)) {
            return reliable(inferred);
        }
        ElementType element = i.element() == null ? d.element() : i.element();
        if (d.element() != null && element != d.element()) {
            LOG.debug("'{}' is {}, declared {}", v.name(), element, d.element());
        }
        return reliable(new ValueType.TensorType(element, shape(v, i.shape(), d.shape())));
    }

    private static SymbolicShape shape(Value v, SymbolicShape inferred, SymbolicShape declared) {
        if (inferred == null || declared == null) {
            return inferred == null ? declared : inferred;
        }
        if (inferred.rank() != declared.rank()) {
            LOG.debug("'{}' has shape {}, declared {}", v.name(), inferred, declared);
            return inferred;
        }
        boolean contradicts = false;
        List<Dimension> dims = new ArrayList<>();
        for (int k = 0; k < inferred.rank(); k++) {
            Dimension i = inferred.dim(k);
            Dimension d = declared.dim(k);
            contradicts |= i.isKnown() && d.isKnown() && i.size() != d.size();
            // A number is believed where the operator cannot tell, a symbol is not.
            boolean open = !i.isKnown() && i.symbol() == null;
            dims.add(open && d.isKnown() ? d : i);
        }
        if (contradicts) {
            LOG.debug("'{}' has shape {}, declared {}", v.name(), inferred, declared);
        }
        return new SymbolicShape(dims);
    }

    /** The type with symbols of its own in place of unknown axes. */
    private ValueType reliable(ValueType type) {
        if (!(type instanceof ValueType.TensorType t) || t.shape() == null) {
            return withoutSymbols(type); // elements of a sequence may differ in size
        }
        List<Dimension> dims = new ArrayList<>();
        for (Dimension d : t.shape().dims()) {
            dims.add(d.isKnown() || d.symbol() != null ? d : fresh());
        }
        return new ValueType.TensorType(t.element(), new SymbolicShape(dims));
    }

    /** The type with unknown axes in place of symbols. */
    private static ValueType withoutSymbols(ValueType type) {
        if (type instanceof ValueType.SequenceType s) {
            return new ValueType.SequenceType(withoutSymbols(s.element()));
        }
        if (type instanceof ValueType.OptionalType o) {
            return new ValueType.OptionalType(withoutSymbols(o.element()));
        }
        if (type instanceof ValueType.TensorType t && t.shape() != null) {
            List<Dimension> dims = new ArrayList<>();
            for (Dimension d : t.shape().dims()) {
                dims.add(d.isKnown() ? d : Dimension.UNKNOWN);
            }
            return new ValueType.TensorType(t.element(), new SymbolicShape(dims));
        }
        return type;
    }

    private Dimension fresh() {
        return Dimension.of(symbols.fresh());
    }

    /** What a body's result is known as outside: symbols made since a moment do not leave it. */
    ValueType outside(ValueType flow, int mark) {
        if (!(flow instanceof ValueType.TensorType t) || t.shape() == null) {
            return flow;
        }
        List<Dimension> dims = new ArrayList<>();
        for (Dimension d : t.shape().dims()) {
            dims.add(Symbols.isSince(d, mark) ? Dimension.UNKNOWN : d);
        }
        return new ValueType.TensorType(t.element(), new SymbolicShape(dims));
    }

    /** What a value is given: the file's own names stay where only a private symbol is known. */
    ValueType shown(ValueType flow, ValueType declared) {
        if (!(flow instanceof ValueType.TensorType t) || t.shape() == null) {
            return flow;
        }
        SymbolicShape names =
                declared instanceof ValueType.TensorType d
                                && d.shape() != null
                                && d.shape().rank() == t.shape().rank()
                        ? d.shape()
                        : null;
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < t.shape().rank(); i++) {
            Dimension d = t.shape().dim(i);
            if (Symbols.isPrivate(d)) {
                d = names == null || names.dim(i).isKnown() ? Dimension.UNKNOWN : names.dim(i);
            }
            dims.add(d);
        }
        return new ValueType.TensorType(t.element(), new SymbolicShape(dims));
    }
}
