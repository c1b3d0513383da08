package io.jquant.operator.text;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** StringSplit: cuts strings at a delimiter, or at white space; short rows end in empty strings. */
public final class StringSplit implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            List<Dimension> dims = new ArrayList<>(in.dims());
            dims.add(Dimension.UNKNOWN);
            out = new SymbolicShape(dims);
        }
        node.output(0, ElementType.STRING, out);
        node.output(1, ElementType.INT64, in);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        String delimiter = call.attributes().getString("delimiter", "");
        long most = call.attributes().getInt("maxsplit", Long.MAX_VALUE);
        List<List<String>> rows = new ArrayList<>();
        int width = 0;
        for (int i = 0; i < in.size(); i++) {
            List<String> row =
                    delimiter.isEmpty()
                            ? atSpaces(in.strings()[i], most)
                            : at(in.strings()[i], delimiter, most);
            width = Math.max(width, row.size());
            rows.add(row);
        }
        long[] dims = Arrays.copyOf(in.shape().toArray(), in.rank() + 1);
        dims[in.rank()] = width;
        Tensor out = call.output(0, ElementType.STRING, Shape.of(dims));
        Tensor lengths = call.output(1, ElementType.INT64, in.shape());
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            lengths.longs()[i] = row.size();
            for (int k = 0; k < width; k++) {
                out.strings()[i * width + k] = k < row.size() ? row.get(k) : "";
            }
        }
    }

    private static List<String> at(String s, String delimiter, long most) {
        List<String> out = new ArrayList<>();
        int from = 0;
        while (out.size() < most) {
            int to = s.indexOf(delimiter, from);
            if (to < 0) {
                break;
            }
            out.add(s.substring(from, to));
            from = to + delimiter.length();
        }
        if (!s.isEmpty()) {
            out.add(s.substring(from));
        }
        return out;
    }

    private static List<String> atSpaces(String s, long most) {
        List<String> out = new ArrayList<>();
        String rest = s.strip();
        while (!rest.isEmpty()) {
            int end = 0;
            while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
                end++;
            }
            if (out.size() >= most) {
                end = rest.length();
            }
            out.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        return out;
    }
}
