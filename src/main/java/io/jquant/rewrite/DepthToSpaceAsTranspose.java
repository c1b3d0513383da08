package io.jquant.rewrite;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a DepthToSpace behind a convolution as a Transpose over channels-last data, in which the
 * columns of a block and the channels of each lie side by side: runs are copied, where ONNX Runtime
 * otherwise brings the data to channels-first and moves element by element. Mode CRD numbers the
 * channels of the blocks before the blocks; the convolution's results are put into the other order
 * then, by its weights. Exact: elements are only moved.
 */
final class DepthToSpaceAsTranspose {
    private static final int RANK = 4;

    /** As the rewritten ConvTranspose has it. */
    private static final String BLOCKS = "_blocks";

    /** What may stand behind the convolution and becomes part of it. */
    private static final Set<String> CLAMPS = Set.of("Clip", "Relu");

    private DepthToSpaceAsTranspose() {}

    /**
     * Rewrites the node, if that can be; tells whether it was.
     *
     * @param integer the convolutions that may compute in integers
     */
    static boolean rewrite(Node n, Set<Node> integer) {
        SymbolicShape x = Facts.shape(n.input(0));
        long block = n.attributes().getInt("blocksize", 0);
        if (x == null || x.rank() != RANK || block < 2 || block > Short.MAX_VALUE) {
            return false;
        }
        for (int i = 1; i < RANK; i++) {
            if (!x.dim(i).isKnown() || x.size(i) < 1) {
                return false;
            }
        }
        List<Node> chain = chain(n, integer);
        if (chain.isEmpty() || x.size(1) % (block * block) != 0) {
            return false;
        }
        long channels = x.size(1) / (block * block);
        boolean depthFirst = n.attributes().getString("mode", "DCR").equals("DCR");
        if (!depthFirst && channels > 1) {
            if (!canReorder(chain, x.size(1))) {
                return false;
            }
            reorder(chain, (int) (block * block));
        }
        write(n, x, block, channels);
        return true;
    }

    private static void write(Node n, SymbolicShape x, long block, long channels) {
        long batch = x.size(0);
        long rows = x.size(2);
        long columns = x.size(3);
        long lines = batch < 0 ? -1 : batch * rows;
        LastChain chain = new LastChain(n, "_spread", x);
        chain.reshape(lines, columns, block, block * channels);
        chain.transpose(new long[] {0, 2, 1, 3}, lines, block, columns, block * channels);
        chain.reshape(batch, block * rows, block * columns, channels);
        chain.end(batch, channels, block * rows, block * columns);
    }

    /** The convolution and what follows it up to the node; empty when there is none. */
    private static List<Node> chain(Node n, Set<Node> integer) {
        List<Node> chain = new ArrayList<>();
        Node at = n.input(0).producer();
        while (at != null && at.domain().isEmpty() && CLAMPS.contains(at.opType())) {
            chain.add(0, at);
            at = at.input(0).producer();
        }
        if (at == null || !integer.contains(at)) {
            return List.of();
        }
        chain.add(0, at);
        return chain;
    }

    private static boolean canReorder(List<Node> chain, long channels) {
        Node conv = chain.get(0);
        Value w = conv.input(1);
        Value b = conv.input(2);
        return conv.attributes().getInt("group", 1) == 1
                && Constants.isFloatConstant(w)
                && w.constant().dim(0) == channels
                && (b == null || (Constants.isFloatConstant(b) && b.constant().size() == channels))
                && chain.stream().allMatch(c -> c.output().soleReader() != null);
    }

    /** Moves result {@code c * places + r} of the convolution to {@code r * channels + c}. */
    private static void reorder(List<Node> chain, int places) {
        Node conv = chain.get(0);
        for (int i = 1; i < conv.inputs().size(); i++) {
            Value old = conv.input(i);
            if (old != null) {
                Tensor moved = reordered(old.constant(), places);
                conv.setInput(i, conv.graph().addInitializer(old.name() + BLOCKS, moved));
                Constants.dropUnread(old);
            }
        }
        // what has other contents has another name
        for (Node c : chain) {
            Graph g = c.graph();
            Value out = c.output();
            if (!out.name().endsWith(BLOCKS)) {
                g.rename(out, g.freshName(out.name() + BLOCKS));
            }
        }
    }

    private static Tensor reordered(Tensor t, int places) {
        float[] from = t.floats();
        float[] to = new float[t.size()];
        int count = t.dim(0);
        int channels = count / places;
        int run = to.length / count;
        for (int c = 0; c < channels; c++) {
            for (int r = 0; r < places; r++) {
                System.arraycopy(from, (c * places + r) * run, to, (r * channels + c) * run, run);
            }
        }
        return Tensor.of(t.shape(), to);
    }
}
