package io.jquant.operator.contrib;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.UnaryLoop;
import io.jquant.operator.math.MatMul;
import io.jquant.operator.math.MatrixShapes;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** FusedMatMul: alpha · A · B, where both may be transposed. */
public final class FusedMatMul implements Operator {
    private static final int OPSET = 13;

    private final MatMul product = new MatMul();

    @Override
    public void infer(Inference node) {
        node.output(
                0,
                node.elementType(0),
                batchesTurn(node)
                        ? null
                        : MatrixShapes.infer(
                                turned(node.shape(0), turns(node, "transA")),
                                turned(node.shape(1), turns(node, "transB"))));
    }

    private static boolean turns(NodeView node, String attribute) {
        return node.attributes().getBoolean(attribute, false);
    }

    private static boolean batchesTurn(NodeView node) {
        return turns(node, "transBatchA") || turns(node, "transBatchB");
    }

    private static SymbolicShape turned(SymbolicShape s, boolean turn) {
        if (s == null || !turn || s.rank() < 2) {
            return s;
        }
        List<Dimension> dims = new ArrayList<>(s.dims());
        Collections.swap(dims, dims.size() - 1, dims.size() - 2);
        return new SymbolicShape(dims);
    }

    @Override
    public void run(Invocation call) {
        if (batchesTurn(call)) {
            throw new IllegalArgumentException("transBatchA and transBatchB are not supported");
        }
        Tensor a = Turned.matrix(call.workers(), call.input(0), turns(call, "transA"));
        Tensor b = Turned.matrix(call.workers(), call.input(1), turns(call, "transB"));
        InnerInvocation inner = new InnerInvocation(call, OPSET, List.of(a, b), null);
        product.run(inner);
        float alpha = call.attributes().getFloat("alpha", 1);
        Tensor y = inner.result();
        if (alpha != 1) {
            UnaryLoop.run(call.workers(), x -> alpha * x, y, y);
        }
        call.forward(0, y);
    }
}
