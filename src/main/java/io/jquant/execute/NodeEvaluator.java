package io.jquant.execute;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.operator.FusedTail;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Runs one node on given inputs, outside of any plan: how constants are computed before a model
 * runs.
 */
public final class NodeEvaluator {
    private static final Set<String> RANDOM =
            Set.of(
                    "RandomNormal",
                    "RandomNormalLike",
                    "RandomUniform",
                    "RandomUniformLike",
                    "Multinomial",
                    "Bernoulli");

    private NodeEvaluator() {}

    /** Thrown when a result would be longer than the caller allows. */
    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Does the node compute the same results from the same inputs at any time, and without a body?
     */
    public static boolean isPure(Node node) {
        if (!node.subgraphs().isEmpty()) {
            return false;
        }
        if (node.is("Dropout")) {
            return node.input(2) == null;
        }
        return !node.domain().isEmpty() || !RANDOM.contains(node.opType());
    }

    /**
     * Computes the outputs of a node.
     *
     * @param inputs one for each input of the node, null where it is left out
     * @param longest the elements that one output may have at most
     * @return the outputs, null where the node leaves one out; null in place of the list when an
     *     output would be longer than allowed
     * @throws io.jquant.support.JquantException when the operator refuses its inputs
     */
    public static List<RuntimeValue> run(
            Operator operator, Node node, int opset, List<RuntimeValue> inputs, long longest) {
        Call call = new Call(node, opset, inputs, longest);
        try {
            return NodeErrors.at(
                    node,
                    () -> {
                        call.prepared = operator.prepare(call);
                        operator.run(call);
                        return call.results();
                    });
        } catch (TooLong e) {
            return null;
        }
    }

    private static final class Call implements Invocation, Preparation {
        private final Node node;
        private final int opset;
        private final List<RuntimeValue> inputs;
        private final long longest;
        private final RuntimeValue[] results;
        private Object prepared;

        Call(Node node, int opset, List<RuntimeValue> inputs, long longest) {
            this.node = node;
            this.opset = opset;
            this.inputs = inputs;
            this.longest = longest;
            this.results = new RuntimeValue[node.outputs().size()];
        }

        List<RuntimeValue> results() {
            List<RuntimeValue> out = new ArrayList<>(Arrays.asList(results));
            for (int i = 0; i < results.length; i++) {
                if (node.output(i) == null) {
                    out.set(i, null);
                } else if (results[i] == null) {
                    throw Problem.INTERNAL.with(node + " has left output " + i + " unset");
                }
            }
            return out;
        }

        @Override
        public Attributes attributes() {
            return node.attributes();
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
            return results.length;
        }

        @Override
        public boolean hasInput(int index) {
            return index < inputs.size() && inputs.get(index) != null;
        }

        @Override
        public boolean hasOutput(int index) {
            return node.output(index) != null;
        }

        @Override
        public RuntimeValue value(int index) {
            return hasInput(index) ? inputs.get(index) : null;
        }

        @Override
        public Tensor constant(int index) {
            return value(index) instanceof Tensor t ? t : null;
        }

        @Override
        public ValueType inputType(int index) {
            return value(index) instanceof Tensor t
                    ? ValueType.tensor(t.type(), t.shape().toArray())
                    : null;
        }

        @Override
        public Tensor output(int index, ElementType type, Shape shape) {
            if (shape.size() > longest) {
                throw new TooLong();
            }
            Tensor t = Tensor.zeros(type, shape);
            forward(index, t);
            return t;
        }

        @Override
        public Tensor outputOver(int index, int input, ElementType type, Shape shape) {
            return output(index, type, shape);
        }

        @Override
        public void forward(int index, RuntimeValue value) {
            if (index < results.length) {
                results[index] = value;
            }
        }

        @Override
        public float[] scratch(int length) {
            return new float[length];
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
            return null;
        }

        @Override
        public Workers workers() {
            return Workers.SERIAL;
        }

        @Override
        public List<RuntimeValue> runBody(Graph body, List<RuntimeValue> bodyInputs) {
            throw new IllegalStateException(node + " has a body");
        }
    }
}
