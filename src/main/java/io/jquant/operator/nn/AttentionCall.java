package io.jquant.operator.nn;

import io.jquant.kernel.Elementwise;
import io.jquant.kernel.Ending;
import io.jquant.kernel.Gemm;
import io.jquant.operator.Invocation;
import io.jquant.support.Workers;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/** One execution of an Attention. */
final class AttentionCall {
    private static final int WITH_MASK = 2;
    private static final int WEIGHTS = 3;

    private final Invocation call;
    private final Heads q;
    private final Heads k;
    private final Heads v;
    private final AttentionMask mask;
    private final float scale;
    private final float softcap;
    private final long mode;
    private final float[] shown;

    AttentionCall(Invocation call) {
        this.call = call;
        long heads = call.attributes().getInt("q_num_heads", 0);
        long keyHeads = call.attributes().getInt("kv_num_heads", 0);
        q = Heads.of(call.workers(), call.input(0), heads);
        Heads newKeys = Heads.of(call.workers(), call.input(1), keyHeads);
        Heads newValues = Heads.of(call.workers(), call.input(2), keyHeads);
        Tensor pastKeys = call.optional(4);
        Tensor pastValues = call.optional(5);
        if ((pastKeys == null) != (pastValues == null)) {
            throw new IllegalArgumentException("past keys and values must come together");
        }
        int past = pastKeys == null ? 0 : pastKeys.dim(2);
        k = past == 0 ? newKeys : newKeys.after(Heads.of(call.workers(), pastKeys, 0));
        v = past == 0 ? newValues : newValues.after(Heads.of(call.workers(), pastValues, 0));
        if (k.heads() != v.heads()
                || k.length() != v.length()
                || k.width() != q.width()
                || k.heads() == 0
                || q.heads() % k.heads() != 0
                || k.batch() != q.batch()
                || v.batch() != q.batch()) {
            throw new IllegalArgumentException(
                    "queries "
                            + q.shape()
                            + ", keys "
                            + k.shape()
                            + " and values "
                            + v.shape()
                            + " do not fit");
        }
        mask = new AttentionMask(call, q, k, past);
        scale =
                call.attributes().has("scale")
                        ? call.attributes().getFloat("scale", 1)
                        : (float) (1 / Math.sqrt(q.width()));
        softcap = call.attributes().getFloat("softcap", 0);
        mode = call.attributes().getInt("qk_matmul_output_mode", 0);
        shown =
                call.hasOutput(3)
                        ? new float[q.batch() * q.heads() * q.length() * k.length()]
                        : null;
    }

    void run() {
        float[] y = new float[q.batch() * q.heads() * q.length() * v.width()];
        int tasks = q.batch() * q.heads();
        call.workers().forEach(tasks, i -> head(i, y));
        Heads out = new Heads(y, q.batch(), q.heads(), q.length(), v.width());
        boolean joined = call.input(0).rank() == 3;
        Shape shape =
                joined
                        ? Shape.of(q.batch(), q.length(), (long) q.heads() * v.width())
                        : out.shape();
        store(0, joined ? out.joined(call.workers()) : y, shape);
        store(1, k.x(), k.shape());
        store(2, v.x(), v.shape());
        if (shown != null) {
            store(3, shown, Shape.of(q.batch(), q.heads(), q.length(), k.length()));
        }
    }

    private void store(int index, float[] values, Shape shape) {
        if (call.hasOutput(index)) {
            Tensor like = call.input(index == 3 ? 0 : index);
            TensorNumbers.store(values, call.output(index, like.type(), shape));
        }
    }

    /** One head of the queries with its head of the keys, which several may share. */
    private void head(int index, float[] y) {
        int batch = index / q.heads();
        int head = index % q.heads();
        int shared = batch * k.heads() + head / (q.heads() / k.heads());
        int n = q.length();
        int m = k.length();
        float[] scores = new float[n * m];
        Gemm.multiply(
                n,
                m,
                q.width(),
                q.x(),
                index * n * q.width(),
                q.width(),
                1,
                k.x(),
                shared * m * k.width(),
                1,
                k.width(),
                scores,
                0,
                m,
                Ending.PLAIN.withScale(scale),
                Workers.SERIAL);
        if (softcap > 0) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] /= softcap;
            }
            Elementwise.tanh(scores, 0, scores, 0, scores.length);
            for (int i = 0; i < scores.length; i++) {
                scores[i] *= softcap;
            }
        }
        show(index, scores, mode < WITH_MASK);
        boolean[] blind = new boolean[n];
        float[] row = new float[m];
        for (int i = 0; i < n; i++) {
            blind[i] = mask.row(batch, head, i, row);
            for (int j = 0; j < m; j++) {
                scores[i * m + j] += row[j];
            }
        }
        show(index, scores, mode == WITH_MASK);
        for (int i = 0; i < n; i++) {
            if (blind[i]) {
                Arrays.fill(scores, i * m, (i + 1) * m, 0);
            } else {
                io.jquant.kernel.Softmax.run(1, m, 1, scores, i * m, scores, i * m, Workers.SERIAL);
            }
        }
        show(index, scores, mode == WEIGHTS);
        Gemm.multiply(
                n,
                v.width(),
                m,
                scores,
                0,
                m,
                1,
                v.x(),
                shared * m * v.width(),
                v.width(),
                1,
                y,
                index * n * v.width(),
                v.width(),
                Ending.PLAIN,
                Workers.SERIAL);
    }

    private void show(int index, float[] scores, boolean wanted) {
        if (shown != null && wanted) {
            System.arraycopy(scores, 0, shown, index * scores.length, scores.length);
        }
    }
}
