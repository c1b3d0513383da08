package io.jquant.execute;

import io.jquant.execute.integer.IntegerForm;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a model. Built once, it may be run from several threads at a time; each run has memory of
 * its own, which later runs use again. It works on a copy of the model, which shares the tensors.
 */
public final class Interpreter {
    private final Model model;
    private final GraphPlan plan;
    private final List<String> outputNames;
    private final ConcurrentLinkedDeque<Arena> arenas = new ConcurrentLinkedDeque<>();
    private final AtomicLong peakBytes = new AtomicLong();

    /**
     * @param model of its own, with the types of its values known
     */
    private Interpreter(Model model, Builder b) {
        this.model = model;
        Set<String> taps = new LinkedHashSet<>(b.taps);
        List<String> names = b.outputs;
        if (b.goesAround) {
            UnknownOperators unknown = UnknownOperators.of(model);
            taps.removeIf(name -> unknown.hides(model.graph().find(name)));
            names =
                    names.stream()
                            .filter(name -> !unknown.hides(model.graph().find(name)))
                            .toList();
        }
        outputNames = names;
        Set<String> wanted = new LinkedHashSet<>(taps);
        wanted.addAll(outputNames);
        if (b.integers) {
            IntegerForm.apply(model, wanted);
        }
        List<Value> outputs = new ArrayList<>();
        for (String name : outputNames) {
            Value v = model.graph().find(name);
            if (v == null) {
                throw new IllegalArgumentException("the model has no tensor '" + name + "'");
            }
            outputs.add(v);
        }
        plan = new Planner(model, taps, b.fuse).plan(outputs);
    }

    public static Builder builder(Model model) {
        return new Builder(model);
    }

    /** What is wanted of an interpreter. */
    public static final class Builder {
        private final Model model;
        private Set<String> taps = Set.of();
        private List<String> outputs;
        private boolean fuse = true;
        private boolean integers = true;
        private boolean goesAround;

        private Builder(Model model) {
            this.model = model;
            this.outputs = model.graph().outputs().stream().map(Value::name).toList();
        }

        /** Names of tensors that a {@link Tap} is to see. */
        public Builder taps(Set<String> names) {
            taps = new LinkedHashSet<>(names);
            return this;
        }

        /**
         * Names of the tensors that a run returns (the graph's outputs); what nothing wanted needs
         * is not run.
         */
        public Builder outputs(List<String> names) {
            outputs = List.copyOf(names);
            return this;
        }

        /** Are activations and sums computed within the node before them (yes)? */
        public Builder fuse(boolean on) {
            fuse = on;
            return this;
        }

        /**
         * Are operators between DequantizeLinear and QuantizeLinear computed in integers, as ONNX
         * Runtime does (yes)? Otherwise as the nodes say, in float.
         */
        public Builder integers(boolean on) {
            integers = on;
            return this;
        }

        /**
         * Are outputs and taps left out that cannot be computed because an operator before them is
         * not known? Otherwise such an operator is a failure (as it is by default).
         */
        public Builder goAroundUnknown(boolean on) {
            goesAround = on;
            return this;
        }

        /**
         * Plans the model.
         *
         * @throws io.jquant.support.JquantException when an operator is not supported or its
         *     constants make no sense
         */
        public Interpreter build() {
            Model copy = model.copy();
            TypeInference.infer(copy);
            return new Interpreter(copy, this);
        }
    }

    /**
     * Runs the model.
     *
     * @param inputs by name; inputs with an initializer may be left out
     * @param workers threads to share the work of single nodes with
     * @param tap sees the tapped tensors while they are there; may be null
     * @return the wanted tensors by name; they belong to the caller
     */
    public Map<String, RuntimeValue> run(
            Map<String, ? extends RuntimeValue> inputs, Workers workers, Tap tap) {
        List<RuntimeValue> given = new ArrayList<>();
        for (Value v : model.graph().inputs()) {
            RuntimeValue t = inputs.get(v.name());
            if (t == null && v.constant() == null) {
                throw Problem.INPUT_MISSING.with(v.name());
            }
            if (t instanceof Tensor tensor
                    && v.type() instanceof ValueType.TensorType want
                    && want.element() != null
                    && want.element() != tensor.type()) {
                throw Problem.INPUT_TYPE.with(v.name(), tensor.type(), want.element());
            }
            given.add(t);
        }
        Arena arena = arenas.pollFirst();
        if (arena == null) {
            arena = new Arena();
        }
        List<RuntimeValue> results = new Run(arena, workers, tap).graph(plan, given);
        arena.endRun();
        long peak = arena.peakBytes();
        peakBytes.accumulateAndGet(peak, Math::max);
        arenas.addFirst(
                arena); // not after a failure: what the run held then is lost with its arena
        Map<String, RuntimeValue> out = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            out.put(outputNames.get(i), results.get(i));
        }
        return out;
    }

    /**
     * The most bytes that the tensors of one run have taken so far, without constants and inputs.
     */
    public long peakBytes() {
        return peakBytes.get();
    }
}
