package io.jquant.optimize.upgrade;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Rewrites;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every change of form of an operator of ONNX's own domain, one row each: the operator set version
 * that brought it, the operator, and what to do. Changes that only allow more are not listed.
 */
final class Adapters {
    private static final Map<Integer, Map<String, Adapter>> ROWS = new TreeMap<>();

    static {
        for (String binary :
                new String[] {
                    "Add", "And", "Div", "Equal", "Greater", "Less", "Mul", "Or", "Pow", "Sub",
                    "Xor"
                }) {
            row(7, binary, OldForms::alignOperand);
        }
        row(2, "GlobalLpPool", OldForms::wholeOrder);
        row(2, "LpPool", OldForms::wholeOrder);
        row(5, "Reshape", (n, c) -> c.intsToInput(n, "shape", 1));
        row(6, "Cast", OldForms::nameOfType);
        row(6, "Selu", OldForms::shortConstants);
        row(7, "BatchNormalization", (n, c) -> n.attributes().remove("is_test"));
        row(7, "Dropout", (n, c) -> n.attributes().remove("is_test"));
        row(7, "Gemm", (n, c) -> n.attributes().remove("broadcast"));
        row(7, "PRelu", OldForms::alignSlope);
        row(7, "Upsample", OldForms::twoScales);
        row(9, "BatchNormalization", Adapters::spatial);
        row(9, "Scan", Adapters::batchedScan);
        row(9, "Upsample", Adapters::scalesToInput);
        row(10, "Dropout", Adapters::booleanMask);
        row(10, "Slice", Adapters::sliceInputs);
        row(10, "TopK", Adapters::topKInput);
        row(10, "Upsample", Adapters::upsampleToResize);
        row(11, "Clip", Adapters::clipInputs);
        row(11, "Pad", Adapters::padInputs);
        row(11, "Resize", ResizeForms::coordinates);
        row(11, "Scatter", (n, c) -> renamed(n, "ScatterElements"));
        row(12, "Dropout", (n, c) -> n.attributes().remove("ratio"));
        row(13, "Hardmax", SoftmaxForms::alongOneAxis);
        row(13, "LogSoftmax", SoftmaxForms::alongOneAxis);
        row(13, "MeanVarianceNormalization", Adapters::namedAxes);
        row(13, "ReduceSum", (n, c) -> c.intsToInput(n, "axes", 1));
        row(13, "Resize", ResizeForms::halfPixelForNearest);
        row(13, "Softmax", SoftmaxForms::alongOneAxis);
        row(13, "Split", (n, c) -> c.intsToInput(n, "split", 1));
        row(13, "Squeeze", (n, c) -> c.intsToInput(n, "axes", 1));
        row(13, "Unsqueeze", (n, c) -> c.intsToInput(n, "axes", 1));
        row(14, "BatchNormalization", Adapters::inferenceOutput);
        row(16, "RoiAlign", Adapters::roiCoordinates);
        for (String reduce :
                new String[] {
                    "L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "SumSquare"
                }) {
            row(18, "Reduce" + reduce, (n, c) -> c.intsToInput(n, "axes", 1));
        }
        row(18, "Split", Adapters::numberOfOutputs);
        row(20, "DFT", Adapters::dftAxis);
        row(20, "GridSample", Adapters::gridModes);
        row(21, "GroupNormalization", Adapters::perChannel);
    }

    private Adapters() {}

    private static void row(int opset, String operator, Adapter adapter) {
        ROWS.computeIfAbsent(opset, k -> new HashMap<>()).put(operator, adapter);
    }

    /** Operator → adapter for the step from the opset before to this one. */
    static Map<String, Adapter> of(int opset) {
        return ROWS.getOrDefault(opset, Map.of());
    }

    static void renamed(Node n, String type) {
        Rewrites.replace(n, type, n.attributes(), n.inputs().toArray(new Value[0]));
    }

    private static void spatial(Node n, UpgradeContext c) {
        if (n.attributes().getInt("spatial", 1) != 1) {
            throw new UnadaptableException(n, "it normalizes each activation (spatial = 0)");
        }
        n.attributes().remove("spatial");
    }

    private static void batchedScan(Node n, UpgradeContext c) {
        throw new UnadaptableException(n, "the form of opset 8 has a batch axis");
    }

    private static void scalesToInput(Node n, UpgradeContext c) {
        float[] scales = n.attributes().getFloats("scales");
        n.attributes().remove("scales");
        Tensor t = Tensor.of(Shape.of(scales.length), scales);
        n.setInput(1, n.graph().addInitializer("scales", t));
    }

    /** The mask becomes bool; its readers want the old type. */
    private static void booleanMask(Node n, UpgradeContext c) {
        Value mask = n.output(1);
        if (mask == null || (mask.useCount() == 0 && !mask.isGraphOutput())) {
            return;
        }
        ElementType type = c.facts().elementType(n.input(0));
        if (type == null) {
            throw new UnadaptableException(n, "its mask is read, and its type not known");
        }
        Value bool = n.graph().addFreshValue(mask.name() + "_bool", null);
        Node cast =
                n.graph()
                        .insertNode(
                                n.next(),
                                bool.name(),
                                "",
                                "Cast",
                                Attributes.of(Attribute.of("to", (long) type.code())),
                                List.of(),
                                List.of());
        n.graph().moveOutput(mask, cast, 0);
        n.graph().moveOutput(bool, n, 1);
        cast.setInput(0, bool);
    }

    private static void sliceInputs(Node n, UpgradeContext c) {
        c.intsToInput(n, "starts", 1);
        c.intsToInput(n, "ends", 2);
        c.intsToInput(n, "axes", 3);
    }

    private static void topKInput(Node n, UpgradeContext c) {
        n.setInput(1, c.vector(n, "k", n.attributes().requireInt("k")));
        n.attributes().remove("k");
    }

    private static void upsampleToResize(Node n, UpgradeContext c) {
        if (n.attributes().getString("mode", "nearest").equals("bilinear")) {
            n.attributes().set(Attribute.of("mode", "linear"));
        }
        renamed(n, "Resize");
    }

    private static void clipInputs(Node n, UpgradeContext c) {
        float min = n.attributes().getFloat("min", -Float.MAX_VALUE);
        float max = n.attributes().getFloat("max", Float.MAX_VALUE);
        n.attributes().remove("min");
        n.attributes().remove("max");
        if (min != -Float.MAX_VALUE) {
            n.setInput(1, c.scalar(n, "min", min));
        }
        if (max != Float.MAX_VALUE) {
            n.setInput(2, c.scalar(n, "max", max));
        }
    }

    private static void padInputs(Node n, UpgradeContext c) {
        Attributes a = n.attributes();
        c.intsToInput(n, a.has("paddings") ? "paddings" : "pads", 1);
        float value = a.getFloat("value", 0);
        a.remove("value");
        if (value != 0 && a.getString("mode", "constant").equals("constant")) {
            n.setInput(2, c.scalar(n, "value", value));
        }
    }

    private static void inferenceOutput(Node n, UpgradeContext c) {
        if (!Rewrites.onlyFirstOutputIsRead(n)) {
            throw new UnadaptableException(n, "its statistics are read");
        }
        for (int i = n.outputs().size() - 1; i > 0; i--) {
            if (n.output(i) != null) {
                n.graph().dropOutput(n.output(i));
            }
        }
    }

    /** Checkers cannot expand the function of opset 13 without its axes. */
    private static void namedAxes(Node n, UpgradeContext c) {
        if (!n.attributes().has("axes")) {
            n.attributes().set(Attribute.of("axes", new long[] {0, 2, 3}));
        }
    }

    private static void roiCoordinates(Node n, UpgradeContext c) {
        n.attributes().set(Attribute.of("coordinate_transformation_mode", "output_half_pixel"));
    }

    private static void numberOfOutputs(Node n, UpgradeContext c) {
        if (n.input(1) == null) {
            n.attributes().set(Attribute.of("num_outputs", (long) n.outputs().size()));
        }
    }

    private static void dftAxis(Node n, UpgradeContext c) {
        long axis = n.attributes().getInt("axis", 1);
        n.attributes().remove("axis");
        n.setInput(2, n.graph().addInitializer("axis", Tensor.scalar(axis)));
    }

    private static void gridModes(Node n, UpgradeContext c) {
        String mode = n.attributes().getString("mode", "bilinear");
        if (mode.startsWith("bi")) {
            n.attributes().set(Attribute.of("mode", mode.substring(2)));
        }
    }

    /** Scale and bias of each group become those of each channel. */
    private static void perChannel(Node n, UpgradeContext c) {
        long groups = n.attributes().requireInt("num_groups");
        var shape = c.facts().shape(n.input(0));
        long channels = shape == null ? -1 : shape.size(1);
        if (channels < 0 || groups < 1 || channels % groups != 0) {
            throw new UnadaptableException(n, "its number of channels is not known");
        }
        if (channels == groups) {
            return;
        }
        for (int i = 1; i <= 2; i++) {
            Value column =
                    Rewrites.before(
                            n,
                            "Reshape",
                            new Attributes(),
                            n.input(i),
                            c.vector(n, "shape", groups, 1));
            Value wide =
                    Rewrites.before(
                            n,
                            "Expand",
                            new Attributes(),
                            column,
                            c.vector(n, "shape", groups, channels / groups));
            n.setInput(
                    i,
                    Rewrites.before(
                            n, "Reshape", new Attributes(), wide, c.vector(n, "shape", channels)));
        }
    }
}
