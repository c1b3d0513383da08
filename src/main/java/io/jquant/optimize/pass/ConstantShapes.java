package io.jquant.optimize.pass;

import io.jquant.execute.Facts;
import io.jquant.execute.Term;
import io.jquant.graph.Node;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.List;

/**
 * Lets Reshape, Expand and Resize take constant shapes where these only repeat open sizes of their
 * input.
 *
 * <pre>
 *   x[N,3,4] ─▶ Shape ─▶ Gather(0) ─▶ Concat(-1) ─▶ Reshape(x) ─▶ y
 *                          ⇓
 *   x[N,3,4] ─▶ Reshape(0,-1) ─▶ y
 * </pre>
 *
 * <p>A Resize to a whole multiple of an open size is given that factor.
 */
public final class ConstantShapes extends NodePass {
    public ConstantShapes() {
        super(
                new PassInfo(
                        "constant-shapes",
                        "Lets Reshape, Expand and Resize take constant shapes where these only repeat "
                                + "open sizes of their input.",
                        Exactness.SAME_BITS,
                        Stage.OPSET_13),
                "Reshape",
                "Expand",
                "Resize");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        return switch (n.opType()) {
            case "Reshape" -> reshape(n, work);
            case "Expand" -> expand(n, work);
            default -> resize(n, work);
        };
    }

    private static boolean reshape(Node n, Workspace work) {
        if (n.input(1) == null || work.constant(n.input(1)) != null) {
            return false;
        }
        Facts f = work.facts();
        long[] target = Views.target(f.shape(n.input(0)), f.shape(n.output()));
        if (target == null) {
            return false;
        }
        n.attributes().remove("allowzero");
        n.setInput(1, Ints.vector(n, "shape", target));
        return true;
    }

    /** A 1 keeps the input's size, whatever it is. */
    private static boolean expand(Node n, Workspace work) {
        Facts f = work.facts();
        SymbolicShape in = f.shape(n.input(0));
        SymbolicShape out = f.shape(n.output());
        if (n.input(1) == null || work.constant(n.input(1)) != null || in == null || out == null) {
            return false;
        }
        long[] target = new long[out.rank()];
        int missing = out.rank() - in.rank();
        for (int i = 0; i < target.length; i++) {
            boolean kept = i >= missing && in.dim(i - missing).equals(out.dim(i));
            target[i] = kept ? 1 : out.size(i);
            if (target[i] < 0) {
                return false;
            }
        }
        n.setInput(1, Ints.vector(n, "shape", target));
        return true;
    }

    private static boolean resize(Node n, Workspace work) {
        Facts f = work.facts();
        if (n.input(3) == null || work.constant(n.input(3)) != null || n.attributes().has("axes")) {
            return false;
        }
        String mode = n.attributes().getString("coordinate_transformation_mode", "half_pixel");
        SymbolicShape in = f.shape(n.input(0));
        List<Term> sizes = f.contents(n.input(3));
        if (mode.equals("tf_crop_and_resize")
                || n.attributes().has("keep_aspect_ratio_policy")
                || in == null
                || sizes == null
                || sizes.size() != in.rank()) {
            return false;
        }
        float[] scales = new float[in.rank()];
        for (int i = 0; i < scales.length; i++) {
            Dimension d = in.dim(i);
            long factor = f.factor(sizes.get(i), d);
            if (factor < 1) {
                return false;
            }
            scales[i] = factor;
        }
        Tensor t = Tensor.of(Shape.of(scales.length), scales);
        n.setInput(2, n.graph().addInitializer(n.label() + "_scales", t));
        n.truncateInputs(3);
        return true;
    }
}
