package io.jquant.rewrite;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/**
 * Writes a Resize that repeats each pixel a whole number of times as two Tiles over channels-last
 * data: pixels repeated along a row, then rows. Integer convolutions are channels-last in ONNX
 * Runtime, whose nearest Resize then goes element by element, while a Tile copies whole runs; the
 * Transposes around cancel against those of the convolutions. Exact: elements are only copied.
 */
final class NearestAsTile {
    private static final int RANK = 4;

    private NearestAsTile() {}

    /** Rewrites the node, if that can be; tells whether it was. */
    static boolean rewrite(Node n) {
        SymbolicShape x = Facts.shape(n.input(0));
        SymbolicShape y = Facts.shape(n.output());
        if (x == null || y == null || x.rank() != RANK || y.rank() != RANK) {
            return false;
        }
        for (int i = 1; i < RANK; i++) {
            if (!x.dim(i).isKnown() || x.size(i) < 1 || !y.dim(i).isKnown()) {
                return false;
            }
        }
        boolean plain = factor(n, 1, x.size(1), y.size(1)) == 1 && x.dim(0).equals(y.dim(0));
        long down = factor(n, 2, x.size(2), y.size(2));
        long across = factor(n, 3, x.size(3), y.size(3));
        if (!plain || down < 1 || across < 1 || down * across == 1 || !repeats(n)) {
            return false;
        }
        write(n, x, down, across);
        return true;
    }

    /** How many times each element is repeated; 0 when that is no whole number. */
    private static long factor(Node n, int axis, long from, long to) {
        if (to % from != 0) {
            return 0;
        }
        long factor = to / from;
        Value scales = n.input(2);
        if (scales == null || (scales.constant() != null && scales.constant().size() == 0)) {
            return factor; // sizes are given
        }
        // a scale that is no whole number may give the same size, but takes other elements
        Tensor t = scales.constant();
        return t != null && t.size() == RANK && t.floats()[axis] == factor ? factor : 0;
    }

    /** Does element i of the result come from element floor(i / factor)? */
    private static boolean repeats(Node n) {
        Attributes a = n.attributes();
        if (!a.getString("mode", "nearest").equals("nearest") || a.getInts("axes") != null) {
            return false;
        }
        String rounding = a.getString("nearest_mode", "round_prefer_floor");
        return switch (a.getString("coordinate_transformation_mode", "half_pixel")) {
            case "asymmetric" -> rounding.equals("floor");
            case "half_pixel" -> rounding.startsWith("round_prefer");
            default -> false;
        };
    }

    private static void write(Node n, SymbolicShape x, long down, long across) {
        long batch = x.size(0);
        long channels = x.size(1);
        long rows = x.size(2);
        long columns = x.size(3);
        LastChain chain = new LastChain(n, "_repeat", x);
        repeat(chain, across, batch < 0 ? -1 : batch * rows * columns, channels);
        repeat(chain, down, batch < 0 ? -1 : batch * rows, across * columns * channels);
        chain.reshape(batch, down * rows, across * columns, channels);
        chain.end(batch, channels, down * rows, across * columns);
    }

    /** Each of {@code count} runs of {@code length} elements as often as {@code times} says. */
    private static void repeat(LastChain chain, long times, long count, long length) {
        if (times > 1) {
            chain.reshape(count, length);
            chain.tile(new long[] {1, times}, count, length * times);
        }
    }
}
