package io.jquant.optimize;

import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names that the file gives to the open axes of the model's outputs: users know them. */
final class DeclaredOutputs {
    private final Map<String, SymbolicShape> shapes = new HashMap<>();

    private DeclaredOutputs() {}

    static DeclaredOutputs of(Model model) {
        DeclaredOutputs d = new DeclaredOutputs();
        for (Value v : model.graph().outputs()) {
            if (v.tensorType() != null && v.tensorType().shape() != null) {
                d.shapes.put(v.name(), v.tensorType().shape());
            }
        }
        return d;
    }

    /** Gives axes that are not known the names they had. */
    void restoreSymbols(Model model) {
        for (Value v : model.graph().outputs()) {
            SymbolicShape was = shapes.get(v.name());
            ValueType.TensorType t = v.tensorType();
            if (was == null || t == null || t.shape() == null || t.shape().rank() != was.rank()) {
                continue;
            }
            List<Dimension> dims = new ArrayList<>();
            for (int i = 0; i < was.rank(); i++) {
                Dimension d = t.shape().dim(i);
                boolean open = !d.isKnown() && d.symbol() == null && !was.dim(i).isKnown();
                dims.add(open ? was.dim(i) : d);
            }
            v.setType(new ValueType.TensorType(t.element(), new SymbolicShape(dims)));
        }
    }
}
