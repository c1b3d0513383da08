package io.jquant.execute;

import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.ValueType;
import java.util.Map;

/** Models whose sizes are open, as they are for certain inputs. */
public final class SizedModel {
    private SizedModel() {}

    /**
     * A copy of a model in which the inputs have these shapes, and all other values those that
     * follow from them.
     *
     * @param inputs names of inputs and their shapes; others stay as they are. What does not fit
     *     them, in a branch that they do not take, stays open
     */
    public static Model of(Model model, Map<String, Shape> inputs) {
        Model out = model.copy();
        for (Value v : out.graph().inputs()) {
            Shape shape = inputs.get(v.name());
            if (shape != null && v.tensorType() != null) {
                v.setType(ValueType.tensor(v.tensorType().element(), SymbolicShape.of(shape)));
            }
        }
        TypeInference.infer(out);
        return out;
    }
}
