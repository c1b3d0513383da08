package io.jquant.calibrate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ranges of a model's tensors, by tensor name, in the order of the model.
 *
 * @param method the method's name on the command line, such as {@code asymmetric-mse}
 * @param tensors the ranges; a tensor that was never seen, or never held a finite number, is
 *     missing
 */
public record RangeTable(String method, Map<String, TensorRange> tensors) {
    public RangeTable {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The range of a tensor, or null. */
    public TensorRange get(String tensor) {
        return tensors.get(tensor);
    }
}
