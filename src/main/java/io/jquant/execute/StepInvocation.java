package io.jquant.execute;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.operator.FusedTail;
import io.jquant.operator.Invocation;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.OptionalValue;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSequence;
import java.util.ArrayList;
import java.util.List;

/** One execution of a {@link Step}. */
final class StepInvocation implements Invocation {
    private final Run run;
    private final Frame frame;
    private final Step step;
    private final RuntimeValue[] results;
    private final Buffer[] buffers;
    private List<Buffer> temporary = List.of();

    StepInvocation(Run run, Frame frame, Step step) {
        this.run = run;
        this.frame = frame;
        this.step = step;
        this.results = new RuntimeValue[step.outputs().length];
        this.buffers = new Buffer[results.length];
    }

    /** Runs the operator and puts its results into the frame. */
    void execute() {
        NodeErrors.at(
                step.node(),
                () -> {
                    step.operator().run(this);
                    return null;
                });
        for (Buffer b : temporary) {
            run.arena().release(b);
        }
        for (int i = 0; i < results.length; i++) {
            int slot = step.outputs()[i];
            if (slot >= 0) {
                if (results[i] == null) {
                    throw Problem.INTERNAL.with(step.node() + " has left output " + i + " unset");
                }
                frame.set(slot, results[i], buffers[i]);
            } else if (buffers[i] != null) {
                run.arena().release(buffers[i]);
            }
        }
    }

    @Override
    public Attributes attributes() {
        return step.node().attributes();
    }

    @Override
    public int opset() {
        return step.opset();
    }

    @Override
    public int inputCount() {
        return step.inputs().length;
    }

    @Override
    public int outputCount() {
        return results.length;
    }

    @Override
    public boolean hasInput(int index) {
        return index < step.inputs().length && step.inputs()[index] >= 0;
    }

    @Override
    public boolean hasOutput(int index) {
        return index < results.length && step.outputs()[index] >= 0;
    }

    @Override
    public RuntimeValue value(int index) {
        return hasInput(index) ? frame.values[step.inputs()[index]] : null;
    }

    @Override
    public Tensor output(int index, ElementType type, Shape shape) {
        long size = checkedSize(shape);
        return keep(index, run.arena().take(type, size), type, shape);
    }

    @Override
    public Tensor outputOver(int index, int input, ElementType type, Shape shape) {
        int slot = hasInput(input) ? step.inputs()[input] : -1;
        Buffer b = slot < 0 ? null : frame.buffers[slot];
        if (b != null && b.references == 1 && step.frees(slot) && slot != step.residual()) {
            Tensor in = (Tensor) frame.values[slot];
            if (in.type() == type && in.shape().size() == checkedSize(shape)) {
                b.references++;
                return keep(index, b, type, shape);
            }
        }
        return output(index, type, shape);
    }

    private Tensor keep(int index, Buffer buffer, ElementType type, Shape shape) {
        Tensor t = Tensor.of(type, shape, buffer.array);
        if (index >= results.length) {
            untilEnd(buffer); // the node does not even list this output
            return t;
        }
        results[index] = t;
        buffers[index] = buffer;
        return t;
    }

    private long checkedSize(Shape shape) {
        long size;
        try {
            size = shape.size();
        } catch (ArithmeticException e) {
            throw Problem.TENSOR_TOO_LARGE.because(e, step.node().toString(), "more than 2^63");
        }
        if (size > Tensor.MAX_ELEMENTS) {
            throw Problem.TENSOR_TOO_LARGE.with(step.node().toString(), size);
        }
        return size;
    }

    @Override
    public void forward(int index, RuntimeValue value) {
        if (index >= results.length) {
            return;
        }
        results[index] = value;
        buffers[index] = value instanceof Tensor t ? bufferOf(t) : null;
        if (buffers[index] != null) {
            buffers[index].references++;
        }
        keepContent(value);
    }

    /** Tensors in a sequence live as long as it does: their memory leaves the arena. */
    private void keepContent(RuntimeValue value) {
        if (value instanceof OptionalValue o) {
            if (o.content() instanceof Tensor t) {
                keep(t);
            } else {
                keepContent(o.content());
            }
        } else if (value instanceof TensorSequence s) {
            s.tensors().forEach(this::keep);
        }
    }

    private void keep(Tensor t) {
        Buffer b = bufferOf(t);
        if (b != null) {
            run.arena().giveAway(b);
        }
    }

    /**
     * The arena's array behind a tensor that the step, or a body of it, has read; null when its
     * memory is not the arena's.
     */
    private Buffer bufferOf(Tensor t) {
        if (!t.isMaterialized()) {
            return null;
        }
        for (int slot : step.inputs()) {
            Buffer b = slot < 0 ? null : frame.buffers[slot];
            if (b != null && b.array == t.storage()) {
                return b;
            }
        }
        for (GraphPlan body : step.bodies().values()) {
            for (GraphPlan.Capture c : body.captures()) {
                Buffer b = frame.buffers[c.outer()];
                if (b != null && b.array == t.storage()) {
                    return b;
                }
            }
        }
        return null;
    }

    @Override
    public float[] scratch(int length) {
        Buffer b = run.arena().take(ElementType.FLOAT, length);
        untilEnd(b);
        return (float[]) b.array;
    }

    @Override
    public int[] intScratch(int length) {
        Buffer b = run.arena().take(ElementType.INT32, length);
        untilEnd(b);
        return (int[]) b.array;
    }

    /** The memory is given back when the operator has run. */
    private void untilEnd(Buffer buffer) {
        if (temporary.isEmpty()) {
            temporary = new ArrayList<>();
        }
        temporary.add(buffer);
    }

    @Override
    public Object prepared() {
        return step.prepared();
    }

    @Override
    public FusedTail tail() {
        if (step.residual() < 0 && step.activation() == null) {
            return null;
        }
        return new FusedTail(
                step.residual() < 0 ? null : (Tensor) frame.values[step.residual()],
                step.activation());
    }

    @Override
    public Workers workers() {
        return run.workers();
    }

    @Override
    public List<RuntimeValue> runBody(Graph body, List<RuntimeValue> inputs) {
        return run.body(step.bodies().get(body), frame, inputs);
    }
}
