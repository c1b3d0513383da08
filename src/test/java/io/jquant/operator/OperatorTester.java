package io.jquant.operator;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs single operators. Outputs are given arrays that are longer than needed and hold garbage, as
 * the interpreter's are; constant inputs are also shown to {@link Operator#prepare} and {@link
 * Operator#infer}, and what is inferred must be true of the result.
 */
public final class OperatorTester implements Inference, Invocation {
    private static final int SLACK = 5;

    private final Attributes attributes;
    private final int opset;
    private final List<RuntimeValue> inputs;
    private final RuntimeValue[] outputs;
    private final ValueType[] inferred;
    private final boolean[] set;
    private final FusedTail tail;
    private final Workers workers;
    private Object prepared;

    private OperatorTester(
            Attributes attributes,
            int opset,
            List<RuntimeValue> inputs,
            int outputs,
            FusedTail tail,
            Workers workers) {
        this.attributes = attributes;
        this.opset = opset;
        this.inputs = inputs;
        this.outputs = new RuntimeValue[outputs];
        this.inferred = new ValueType[outputs];
        this.set = new boolean[outputs];
        this.tail = tail;
        this.workers = workers;
    }

    /** The first output of an operator of ONNX's own domain. */
    public static Tensor run(
            String type, int opset, List<Attribute> attributes, RuntimeValue... inputs) {
        return (Tensor) runAll(type, opset, attributes, 1, inputs).get(0);
    }

    /** Several outputs. */
    public static List<RuntimeValue> runAll(
            String type,
            int opset,
            List<Attribute> attributes,
            int outputs,
            RuntimeValue... inputs) {
        return runFused(type, opset, attributes, outputs, null, inputs);
    }

    /** Several outputs, with fused work. */
    public static List<RuntimeValue> runFused(
            String type,
            int opset,
            List<Attribute> attributes,
            int outputs,
            FusedTail tail,
            RuntimeValue... inputs) {
        try (Workers workers = new Workers(2)) {
            OperatorTester t =
                    new OperatorTester(
                            Attributes.of(attributes.toArray(new Attribute[0])),
                            opset,
                            Arrays.asList(inputs),
                            outputs,
                            tail,
                            workers);
            Operator op = OperatorRegistry.standard().find("", type, opset);
            if (op == null) {
                throw new IllegalArgumentException("no operator " + type);
            }
            op.infer(t);
            t.prepared = op.prepare(t);
            op.run(t);
            t.checkInferred();
            return Arrays.asList(t.outputs);
        }
    }

    private void checkInferred() {
        for (int i = 0; i < outputs.length; i++) {
            if (!set[i]) {
                throw new AssertionError("output " + i + " is unset");
            }
            if (inferred[i] instanceof ValueType.TensorType t && outputs[i] instanceof Tensor o) {
                if (t.element() != null && t.element() != o.type()) {
                    throw new AssertionError("inferred " + t + ", got " + o);
                }
                if (t.shape() != null) {
                    check(t.shape(), o.shape());
                }
            }
        }
    }

    private static void check(SymbolicShape inferred, Shape got) {
        boolean fits = inferred.rank() == got.rank();
        for (int i = 0; fits && i < got.rank(); i++) {
            fits = !inferred.dim(i).isKnown() || inferred.size(i) == got.longDim(i);
        }
        if (!fits) {
            throw new AssertionError("inferred " + inferred + ", got " + got);
        }
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public int opset() {
        return opset;
    }

    @Override
    public int inputCount() {
        return inputs.size();
    }

    @Override
    public int outputCount() {
        return outputs.length;
    }

    @Override
    public boolean hasInput(int index) {
        return value(index) != null;
    }

    @Override
    public boolean hasOutput(int index) {
        return index < outputs.length;
    }

    @Override
    public RuntimeValue value(int index) {
        return index < inputs.size() ? inputs.get(index) : null;
    }

    @Override
    public void output(int index, ValueType type) {
        if (index < inferred.length) {
            inferred[index] = type;
        }
    }

    @Override
    public List<ValueType> inferBody(Graph body, List<ValueType> given) {
        throw new UnsupportedOperationException("no bodies here");
    }

    @Override
    public ValueType inputType(int index) {
        return value(index) instanceof Tensor t
                ? new ValueType.TensorType(t.type(), SymbolicShape.of(t.shape()))
                : null;
    }

    @Override
    public Tensor constant(int index) {
        return value(index) instanceof Tensor t ? t : null;
    }

    @Override
    public Tensor output(int index, ElementType type, Shape shape) {
        Object storage = Tensor.newStorage(type, shape.size() + SLACK);
        if (storage instanceof float[] f) {
            Arrays.fill(f, -12345);
        }
        Tensor t = Tensor.of(type, shape, storage);
        forward(index, t);
        return t;
    }

    @Override
    public Tensor outputOver(int index, int input, ElementType type, Shape shape) {
        return output(index, type, shape);
    }

    @Override
    public void forward(int index, RuntimeValue value) {
        if (index < outputs.length) {
            outputs[index] = value;
            set[index] = true;
        }
    }

    @Override
    public float[] scratch(int length) {
        float[] out = new float[length + SLACK];
        Arrays.fill(out, Float.NaN);
        return out;
    }

    @Override
    public int[] intScratch(int length) {
        return new int[length];
    }

    @Override
    public Object prepared() {
        return prepared;
    }

    @Override
    public FusedTail tail() {
        return tail;
    }

    @Override
    public Workers workers() {
        return workers;
    }

    @Override
    public List<RuntimeValue> runBody(Graph body, List<RuntimeValue> given) {
        throw new UnsupportedOperationException("no bodies here");
    }

    /** The floats of a tensor, just as many as it has. */
    public static List<Float> floats(Tensor t) {
        List<Float> out = new ArrayList<>();
        for (int i = 0; i < t.size(); i++) {
            out.add(t.floats()[i]);
        }
        return out;
    }
}
