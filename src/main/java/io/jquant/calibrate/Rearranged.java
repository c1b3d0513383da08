package io.jquant.calibrate;

import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.SymbolicShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tensors that hold just the values of other requested tensors, in another order: what was seen of
 * those tells all about them, so they need not be looked at.
 */
final class Rearranged {
    /** Operators that give all values of their first input, each once. */
    private static final Set<String> MOVES =
            Set.of(
                    "Reshape",
                    "Flatten",
                    "Squeeze",
                    "Unsqueeze",
                    "Transpose",
                    "DepthToSpace",
                    "SpaceToDepth",
                    "Identity");

    private Rearranged() {}

    /**
     * For each such tensor the requests of those that it is made of, in their order (some may be
     * such tensors themselves); tensors come in the order of the model.
     */
    static Map<TensorRequest, List<TensorRequest>> among(
            Model model, List<TensorRequest> requests) {
        Map<String, TensorRequest> requested = new LinkedHashMap<>();
        requests.forEach(r -> requested.put(r.tensor(), r));
        Map<TensorRequest, List<TensorRequest>> found = new LinkedHashMap<>();
        for (Node node : model.graph()) {
            Value out = node.outputs().isEmpty() ? null : node.output(0);
            TensorRequest request = out == null ? null : requested.get(out.name());
            if (request != null && node.domain().isEmpty()) {
                List<TensorRequest> parts = parts(node, request, requested);
                if (!parts.isEmpty()) {
                    found.put(request, parts);
                }
            }
        }
        return found;
    }

    private static List<TensorRequest> parts(
            Node node, TensorRequest whole, Map<String, TensorRequest> requested) {
        boolean joins = node.opType().equals("Concat");
        boolean channels = whole.channelAxis() != TensorRequest.NO_CHANNELS;
        if (!joins && (!MOVES.contains(node.opType()) || channels)) {
            return List.of();
        }
        List<TensorRequest> parts = new ArrayList<>();
        for (Value in : joins ? node.inputs() : node.inputs().subList(0, 1)) {
            TensorRequest part = in == null ? null : requested.get(in.name());
            if (part == null || (channels && !sideBySide(node, in, part, whole))) {
                return List.of();
            }
            parts.add(part);
        }
        return parts;
    }

    /** Are the channels of a part some of the whole's? */
    private static boolean sideBySide(
            Node concat, Value in, TensorRequest part, TensorRequest whole) {
        if (part.channelAxis() != whole.channelAxis()) {
            return false;
        }
        int joined = (int) concat.attributes().getInt("axis", 1);
        SymbolicShape shape = in.tensorType() == null ? null : in.tensorType().shape();
        return joined == whole.channelAxis()
                || (shape != null
                        && shape.rank() > 0
                        && Math.floorMod(joined, shape.rank())
                                == Math.floorMod(whole.channelAxis(), shape.rank()));
    }
}
