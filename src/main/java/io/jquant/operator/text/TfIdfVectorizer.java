package io.jquant.operator.text;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** TfIdfVectorizer: counts the n-grams of a vocabulary in rows of tokens, and weights them. */
public final class TfIdfVectorizer implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        long width = width(node.attributes().requireInts("ngram_indexes"));
        SymbolicShape out = null;
        if (in != null) {
            out =
                    in.rank() == 2
                            ? new SymbolicShape(List.of(in.dim(0), Dimension.of(width)))
                            : SymbolicShape.of(width);
        }
        node.output(0, ElementType.FLOAT, out);
    }

    private static long width(long[] indexes) {
        long most = Arrays.stream(indexes).max().orElse(-1);
        if (Arrays.stream(indexes).anyMatch(i -> i < 0)) {
            throw new IllegalArgumentException("ngram_indexes has a negative entry");
        }
        return most + 1;
    }

    @Override
    public Object prepare(Preparation node) {
        return NGrams.of(node);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        if (in.rank() > 2) {
            throw new IllegalArgumentException("tokens of shape " + in.shape());
        }
        NGrams vocabulary = (NGrams) call.prepared();
        long[] indexes = call.attributes().requireInts("ngram_indexes");
        float[] weights = weights(call, indexes.length);
        String mode = call.attributes().getString("mode", "TF");
        int rows = in.rank() == 2 ? in.dim(0) : 1;
        int length = in.rank() == 0 ? 1 : in.dim(-1);
        long width = width(indexes);
        Tensor out =
                call.output(
                        0,
                        ElementType.FLOAT,
                        in.rank() == 2 ? Shape.of(rows, width) : Shape.of(width));
        float[] y = out.floats();
        Arrays.fill(y, 0, out.size(), 0);
        for (int r = 0; r < rows; r++) {
            List<Object> tokens = new ArrayList<>();
            for (int i = r * length; i < (r + 1) * length; i++) {
                tokens.add(in.type() == ElementType.STRING ? in.strings()[i] : in.longAt(i));
            }
            int[] counts = vocabulary.count(tokens);
            for (int g = 0; g < counts.length && g < indexes.length; g++) {
                float value =
                        switch (mode) {
                            case "TF" -> counts[g];
                            case "IDF" -> counts[g] > 0 ? weights[g] : 0;
                            case "TFIDF" -> counts[g] * weights[g];
                            default ->
                                    throw new IllegalArgumentException(
                                            "mode '" + mode + "' is unknown");
                        };
                y[r * (int) width + (int) indexes[g]] += value;
            }
        }
    }

    private static float[] weights(NodeView node, int count) {
        float[] given = node.attributes().getFloats("weights");
        if (given != null && given.length != count) {
            throw new IllegalArgumentException(
                    given.length + " weights are given for " + count + " n-grams");
        }
        if (given != null) {
            return given;
        }
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
