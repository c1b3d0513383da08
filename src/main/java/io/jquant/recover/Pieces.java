package io.jquant.recover;

import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An output cut into pieces of different magnitude, along one axis: boxes in pixels beside scores,
 * say. Judged as one, the boxes would hide what became of the scores.
 *
 * @param axis the axis along which it is cut, −1 when it is one piece
 * @param piece for each index along the axis the number of its piece
 * @param count how many pieces there are
 */
record Pieces(int axis, int[] piece, int count) {
    /** Neighbours in magnitude that differ by less than this factor belong together. */
    private static final double GAP = 8;

    private static final int MOST_PIECES = 4;
    private static final int LONGEST_AXIS = 512;

    /** With fewer elements behind an index its magnitude is chance. */
    private static final int LEAST_ELEMENTS = 16;

    private static final Pieces WHOLE = new Pieces(-1, new int[0], 1);

    /** The pieces of an output, by its values in some samples. */
    static Pieces of(List<Tensor> outputs) {
        Shape shape = outputs.get(0).shape();
        Pieces best = WHOLE;
        double widest = GAP;
        for (int axis = 1; axis < shape.rank(); axis++) {
            int size = shape.dim(axis);
            if (size < 2 || size > LONGEST_AXIS || shape.size() / size < LEAST_ELEMENTS) {
                continue;
            }
            double[] magnitude = magnitudes(outputs, axis, size);
            if (magnitude == null) {
                continue;
            }
            int[] order =
                    IntStream.range(0, size)
                            .boxed()
                            .sorted(Comparator.comparingDouble(i -> magnitude[i]))
                            .mapToInt(Integer::intValue)
                            .toArray();
            double gap = widestGap(magnitude, order);
            if (gap >= widest) {
                widest = gap;
                best = cut(axis, magnitude, order);
            }
        }
        return best;
    }

    /** The root of the mean square for each index; null when shapes differ. */
    private static double[] magnitudes(List<Tensor> outputs, int axis, int size) {
        double[] squares = new double[size];
        long count = 0;
        for (Tensor t : outputs) {
            if (t.rank() <= axis || t.dim(axis) != size) {
                return null;
            }
            int inner = (int) t.shape().size(axis + 1, t.rank());
            float[] x = t.floats();
            for (int i = 0; i < t.size(); i++) {
                squares[i / inner % size] += (double) x[i] * x[i];
            }
            count += t.size() / size;
        }
        for (int i = 0; i < size; i++) {
            squares[i] = Math.sqrt(squares[i] / Math.max(1, count));
        }
        return squares;
    }

    private static double ratio(double[] magnitude, int[] order, int i) {
        double below = magnitude[order[i]];
        return below == 0 ? 1 : magnitude[order[i + 1]] / below; // what is all zero stays aside
    }

    private static double widestGap(double[] magnitude, int[] order) {
        double widest = 1;
        for (int i = 0; i < order.length - 1; i++) {
            widest = Math.max(widest, ratio(magnitude, order, i));
        }
        return widest;
    }

    private static Pieces cut(int axis, double[] magnitude, int... order) {
        List<Integer> cuts = new ArrayList<>();
        for (int i = 0; i < order.length - 1; i++) {
            if (ratio(magnitude, order, i) >= GAP) {
                cuts.add(i);
            }
        }
        cuts.sort(Comparator.comparingDouble(i -> -ratio(magnitude, order, i)));
        List<Integer> kept = cuts.subList(0, Math.min(cuts.size(), MOST_PIECES - 1));
        int[] piece = new int[order.length];
        int number = 0;
        for (int i = 0; i < order.length; i++) {
            piece[order[i]] = number;
            number += kept.contains(i) ? 1 : 0;
        }
        return new Pieces(axis, piece, number + 1);
    }

    /** Adds an output's energy and that of its error to the sums of the pieces. */
    void add(Tensor want, Tensor have, double[] signal, double[] noise, int from) {
        int inner = axis < 0 ? 1 : (int) want.shape().size(axis + 1, want.rank());
        float[] x = want.floats();
        float[] y = have.floats();
        for (int i = 0; i < want.size(); i++) {
            int p = from + (axis < 0 ? 0 : piece[i / inner % piece.length]);
            double d = (double) x[i] - y[i];
            signal[p] += (double) x[i] * x[i];
            noise[p] += d * d;
        }
    }

    /** Has a tensor the axis as it was when the pieces were cut? */
    boolean fits(Tensor t) {
        return axis < 0 || (t.rank() > axis && t.dim(axis) == piece.length);
    }
}
