package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Purpose;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;

/**
 * Folds Add, Sub, Mul, Div by constants on a graph input into the weights of the Conv or Gemm
 * behind.
 *
 * <pre>
 *   pixels ─▶ Sub(mean) ─▶ Div(std) ─▶ Conv(W, B) ─▶ y      ⇒      pixels ─▶ Conv(W', B') ─▶ y
 * </pre>
 *
 * <p>Only when asked for: the first layer is then calibrated on raw values, and a padded Conv takes
 * no shift, since padding is not shifted.
 */
public final class FoldPreprocessing extends NodePass {
    public FoldPreprocessing() {
        super(
                new PassInfo(
                        "fold-preprocessing",
                        "Folds Add, Sub, Mul, Div by constants on a graph input into the weights of the Conv "
                                + "or Gemm behind.",
                        Exactness.ROUNDING,
                        Purpose.ON_REQUEST,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "Conv",
                "ConvTranspose",
                "Gemm",
                "MatMul");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        return FoldIntoNextWeights.fold(n, work, true);
    }
}
