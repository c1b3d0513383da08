package io.jquant.optimize.upgrade;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;

/** Forms of Resize. */
final class ResizeForms {
    private ResizeForms() {}

    /**
     * Opset 10 knew one mapping of coordinates, which later is called asymmetric; the nearest
     * element was the one below when enlarging and, as ONNX Runtime has it, the one above when
     * shrinking.
     */
    static void coordinates(Node n, UpgradeContext c) {
        Attributes a = n.attributes();
        Value scales = n.input(1);
        a.set(Attribute.of("coordinate_transformation_mode", "asymmetric"));
        if (a.getString("mode", "nearest").equals("nearest")) {
            a.set(Attribute.of("nearest_mode", shrinks(n, c) ? "ceil" : "floor"));
        }
        n.setInput(1, null);
        n.setInput(2, scales);
    }

    /**
     * Does it shrink the input, as its constant scales say, or else the sizes of input and output?
     * Where neither is known it is taken to enlarge, as nearly all do.
     */
    private static boolean shrinks(Node n, UpgradeContext c) {
        Tensor scales = c.facts().constant(n.input(1));
        SymbolicShape in = shape(n.input(0));
        SymbolicShape out = shape(n.output());
        boolean smaller = false;
        boolean larger = false;
        for (int i = 0; scales != null && i < scales.size(); i++) {
            smaller |= scales.floats()[i] < 1;
            larger |= scales.floats()[i] > 1;
        }
        boolean sized = scales == null && in != null && out != null && in.rank() == out.rank();
        for (int i = 0; sized && i < in.rank(); i++) {
            boolean known = in.dim(i).isKnown() && out.dim(i).isKnown();
            smaller |= known && out.size(i) < in.size(i);
            larger |= known && out.size(i) > in.size(i);
        }
        if (smaller && larger) {
            throw new UnadaptableException(n, "it enlarges one axis and shrinks another");
        }
        return smaller;
    }

    private static SymbolicShape shape(Value v) {
        return v.type() instanceof ValueType.TensorType t ? t.shape() : null;
    }

    /**
     * The mode tf_half_pixel_for_nn is gone. It maps x to u = (x + 0.5) / scale, half_pixel to v =
     * u - 0.5: the largest integer up to u is v rounded with halves up, and u rounded with halves
     * down is the smallest integer from v on.
     */
    static void halfPixelForNearest(Node n, UpgradeContext c) {
        Attributes a = n.attributes();
        String mode = a.getString("coordinate_transformation_mode", "half_pixel");
        if (!mode.equals("tf_half_pixel_for_nn")) {
            return;
        }
        String nearest =
                switch (a.getString("nearest_mode", "round_prefer_floor")) {
                    case "floor" -> "round_prefer_ceil";
                    case "round_prefer_floor" -> "ceil";
                    default ->
                            throw new UnadaptableException(
                                    n, "no later form has its way to find the nearest element");
                };
        if (!a.getString("mode", "nearest").equals("nearest")) {
            throw new UnadaptableException(n, "tf_half_pixel_for_nn with interpolation");
        }
        a.set(Attribute.of("coordinate_transformation_mode", "half_pixel"));
        a.set(Attribute.of("nearest_mode", nearest));
    }
}
