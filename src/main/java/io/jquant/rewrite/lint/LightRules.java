package io.jquant.rewrite.lint;

import io.jquant.graph.CodeOperators;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import java.util.HashSet;
import java.util.Set;

/** Which other operators ONNX Runtime's CPU provider executes on codes. */
final class LightRules {
    private final Codes codes;

    LightRules(Codes codes) {
        this.codes = codes;
    }

    /** Is the node, which is no heavy one, executed on codes? */
    boolean isInteger(Node n) {
        if (!n.domain().isEmpty()) {
            return false;
        }
        String op = n.opType();
        if (CodeOperators.binary().contains(op)) {
            return n.input(0) != n.input(1) && operands(n, 0, 2) && quantized(n);
        }
        if (CodeOperators.unary().contains(op)) {
            return operands(n, 0, 1) && quantized(n);
        }
        return switch (op) {
            case "Concat" -> operands(n, 0, n.inputs().size()) && quantized(n);
            case "Where" -> operands(n, 1, 3) && quantized(n);
            case "ArgMax" -> direct(n.input(0)) != null;
            case "Resize" ->
                    n.attributes().getString("mode", "nearest").equals("nearest") && moves(n);
            default -> CodeOperators.moves(op) && moves(n);
        };
    }

    private static Node direct(Value v) {
        Node p = v == null ? null : v.producer();
        return Codes.isDequantize(p) ? p : null;
    }

    /** Are these inputs all dequantized from the same type, constants from uint8? */
    private boolean operands(Node n, int from, int to) {
        Set<ElementType> types = new HashSet<>();
        for (int i = from; i < to; i++) {
            Node d = direct(n.input(i));
            if (d == null || Codes.isPerAxis(d)) {
                return false;
            }
            types.add(codes.seen(d));
        }
        return types.size() == 1
                && (types.contains(ElementType.UINT8) || types.contains(ElementType.INT8));
    }

    private boolean quantized(Node n) {
        Node q = Behind.ofLight(n.output(0)).quantizer();
        Node d = direct(n.input(n.is("Where") ? 1 : 0));
        return q != null && codes.seen(q) == codes.seen(d);
    }

    private boolean moves(Node n) {
        Node d = direct(n.input(0));
        if (d == null) {
            return false;
        }
        for (Value out : n.outputs()) {
            if (out == null) {
                continue;
            }
            Node q = out.soleReader();
            // as stored they may be the same, and one of them alone turned to uint8
            if (q == null
                    || !Codes.isQuantize(q)
                    || !Codes.sameParameters(d, q)
                    || codes.seen(d) != codes.seen(q)) {
                return false;
            }
        }
        return true;
    }
}
