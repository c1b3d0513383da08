package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.SymbolicShape;

/**
 * Takes ceil_mode from pools whose windows all end inside the padded input.
 *
 * <pre>
 *   x[1,8,7,7] ─▶ MaxPool {kernel_shape=[3,3], strides=[2,2], ceil_mode=1}   ⇒   without ceil_mode
 * </pre>
 *
 * <p>A window that would begin behind the input is dropped, which not every reader of models knows.
 */
public final class UnneededCeil extends NodePass {
    public UnneededCeil() {
        super(
                new PassInfo(
                        "unneeded-ceil",
                        "Takes ceil_mode from pools whose windows all end inside the padded input.",
                        Exactness.SAME_BITS),
                "MaxPool",
                "AveragePool",
                "LpPool");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Attributes a = n.attributes();
        if (!a.getBoolean("ceil_mode", false)
                || !a.getString("auto_pad", "NOTSET").equals("NOTSET")) {
            return false;
        }
        SymbolicShape in = work.facts().shape(n.input(0));
        SymbolicShape out = work.facts().shape(n.output(0));
        long[] kernel = a.getInts("kernel_shape");
        if (in == null || out == null || kernel == null || in.rank() != kernel.length + 2) {
            return false;
        }
        for (int i = 0; i < kernel.length; i++) {
            long size = in.size(i + 2);
            long padded = size + a.getInt("pads", i, 0) + a.getInt("pads", i + kernel.length, 0);
            long reach = (kernel[i] - 1) * a.getInt("dilations", i, 1) + 1;
            if (size < 0 || out.size(i + 2) != (padded - reach) / a.getInt("strides", i, 1) + 1) {
                return false;
            }
        }
        a.remove("ceil_mode");
        return true;
    }
}
