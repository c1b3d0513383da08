package io.jquant.operator.text;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** StringNormalizer: drops stop words and changes case. */
public final class StringNormalizer implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            out =
                    in.rank() == 2
                            ? new SymbolicShape(List.of(Dimension.of(1), Dimension.UNKNOWN))
                            : SymbolicShape.ofRank(1);
        }
        node.output(0, ElementType.STRING, out);
    }

    private static UnaryOperator<String> change(NodeView node) {
        Locale locale =
                Locale.forLanguageTag(
                        node.attributes().getString("locale", "en_US").replace('_', '-'));
        String action = node.attributes().getString("case_change_action", "NONE");
        return switch (action) {
            case "NONE" -> s -> s;
            case "LOWER" -> s -> s.toLowerCase(locale);
            case "UPPER" -> s -> s.toUpperCase(locale);
            default ->
                    throw new IllegalArgumentException(
                            "case_change_action '" + action + "' is unknown");
        };
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        if (in.rank() < 1 || in.rank() > 2 || (in.rank() == 2 && in.dim(0) != 1)) {
            throw new IllegalArgumentException(
                    "strings of shape " + in.shape() + ", neither [C] nor [1,C]");
        }
        boolean exact = call.attributes().getBoolean("is_case_sensitive", false);
        UnaryOperator<String> key = exact ? s -> s : s -> s.toLowerCase(Locale.ROOT);
        List<String> given = call.attributes().getStrings("stopwords");
        Set<String> stopWords = new HashSet<>();
        for (String s : given == null ? List.<String>of() : given) {
            stopWords.add(key.apply(s));
        }
        UnaryOperator<String> change = change(call);
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < in.size(); i++) {
            String s = in.strings()[i];
            if (!stopWords.contains(key.apply(s))) {
                kept.add(change.apply(s));
            }
        }
        if (kept.isEmpty()) {
            kept.add("");
        }
        Shape shape = in.rank() == 2 ? Shape.of(1, kept.size()) : Shape.of(kept.size());
        Tensor out = call.output(0, ElementType.STRING, shape);
        for (int i = 0; i < kept.size(); i++) {
            out.strings()[i] = kept.get(i);
        }
    }
}
