package io.jquant.graph;

import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import io.jquant.tensor.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Small models written as text, for tests.
 *
 * <pre>{@code
 * opset 17;
 * x:float[N,3,8,8] ->
 *   y = Conv(x, w:float[4,3,3,3]){pads=[1,1,1,1], auto_pad="NOTSET"};
 *   a, _ = Split(y, s:int64[2]{1,3}){axis=1};
 *   z = If(c){then_branch=graph(-> t = Neg(a) -> t), else_branch=graph(-> e = Abs(a) -> e)}
 * -> z, a:float[N,1,8,8]
 * }</pre>
 *
 * A value with a type among the inputs of a node is an initializer: its elements follow in braces
 * (one stands for all), or are made up from its name. An underscore is a left-out input or output,
 * {@code Domain.Op} an operator of another domain; {@code value=float[2]{1,2}} is a tensor
 * attribute. The header may give {@code opset N}, {@code ir N} and {@code DOMAIN N}.
 */
public final class GraphText {
    private final String text;
    private final Set<String> domains = new LinkedHashSet<>();
    private int at;

    private GraphText(String text) {
        this.text = text;
    }

    /** Reads a model; opset 17 and IR version 8 unless the text says otherwise. */
    public static Model parse(String text) {
        GraphText p = new GraphText(text);
        Graph g = new Graph("test");
        Model m = new Model(g);
        m.setIrVersion(8);
        m.opsets().put("", 17L);
        p.header(m);
        p.graph(g);
        p.domains.forEach(d -> m.opsets().putIfAbsent(d, 1L));
        p.skip();
        if (p.at != text.length()) {
            throw p.wrong("the end");
        }
        return m;
    }

    private void header(Model m) {
        int mark = at;
        String word = name();
        skip();
        while (!word.isEmpty() && at < text.length() && Character.isDigit(text.charAt(at))) {
            long version = Long.parseLong(number());
            if (word.equals("ir")) {
                m.setIrVersion(version);
            } else {
                m.opsets().put(word.equals("opset") ? "" : word, version);
            }
            expect(";");
            mark = at;
            word = name();
            skip();
        }
        at = mark;
    }

    private void graph(Graph g) {
        if (!accept("->")) {
            do {
                g.addInput(declare(g, false));
            } while (accept(","));
            expect("->");
        }
        if (!statementsEmpty()) {
            do {
                statement(g);
            } while (accept(";") && !peek("->"));
        }
        expect("->");
        do {
            Value v = declare(g, true);
            g.addOutput(v);
        } while (accept(","));
    }

    private boolean statementsEmpty() {
        return peek("->");
    }

    /** A name with an optional type, new or (where allowed) known. */
    private Value declare(Graph g, boolean mayBeKnown) {
        String name = name();
        ValueType type = accept(":") ? type() : null;
        Value v = mayBeKnown ? g.find(name) : null;
        if (v == null) {
            v = g.addValue(name, type);
        } else if (type != null) {
            v.setType(type);
        }
        if (peek("{") && type instanceof ValueType.TensorType t) {
            g.setInitializer(v, tensor(name, t));
        }
        return v;
    }

    private void statement(Graph g) {
        List<Value> outputs = new ArrayList<>();
        do {
            outputs.add(accept("_") ? null : declare(g, false));
        } while (accept(","));
        expect("=");
        String op = name();
        int dot = op.lastIndexOf('.');
        String domain = dot < 0 ? "" : op.substring(0, dot);
        domains.add(domain);
        List<Value> inputs = new ArrayList<>();
        expect("(");
        while (!accept(")")) {
            inputs.add(accept("_") ? null : operand(g));
            accept(",");
        }
        Attributes attributes = new Attributes();
        if (accept("{")) {
            while (!accept("}")) {
                String name = name();
                expect("=");
                attributes.set(attribute(g, name));
                accept(",");
            }
        }
        String label = outputs.get(0) == null ? op : outputs.get(0).name();
        g.addNode("n_" + label, domain, op.substring(dot + 1), attributes, inputs, outputs);
    }

    private Value operand(Graph g) {
        String name = name();
        if (accept(":")) {
            ValueType.TensorType t = (ValueType.TensorType) type();
            Value v = g.addValue(name, t);
            g.setInitializer(v, tensor(name, t));
            return v;
        }
        Value v = g.find(name);
        if (v == null) {
            throw new IllegalArgumentException("no value '" + name + "' before " + at);
        }
        return v;
    }

    private ValueType type() {
        String word = name();
        if (word.equals("seq")) {
            expect("(");
            ValueType element = type();
            expect(")");
            return new ValueType.SequenceType(element);
        }
        ElementType element =
                word.equals("any") ? null : ElementType.valueOf(word.toUpperCase(Locale.ROOT));
        if (!accept("[")) {
            return ValueType.tensor(element, (SymbolicShape) null);
        }
        List<Dimension> dims = new ArrayList<>();
        while (!accept("]")) {
            if (accept("?")) {
                dims.add(Dimension.UNKNOWN);
            } else if (Character.isDigit(text.charAt(at))) {
                dims.add(Dimension.of(Long.parseLong(number())));
            } else {
                dims.add(Dimension.of(name()));
            }
            accept(",");
        }
        return ValueType.tensor(element, new SymbolicShape(dims));
    }

    private Tensor tensor(String name, ValueType.TensorType t) {
        Shape shape = t.shape().shape();
        List<String> given = null;
        if (accept("{")) {
            given = new ArrayList<>();
            while (!accept("}")) {
                given.add(peek("\"") ? string() : number());
                accept(",");
            }
        }
        return fill(name, t.element(), shape, given);
    }

    private static Tensor fill(String name, ElementType type, Shape shape, List<String> given) {
        Tensor out = Tensor.zeros(type, shape);
        Random random = new Random(name.hashCode());
        if (type == ElementType.FLOAT16 || type == ElementType.BFLOAT16) {
            TensorNumbers.store(fill(name, ElementType.FLOAT, shape, given).floats(), out);
            return out;
        }
        for (int i = 0; i < out.size(); i++) {
            String s = given == null ? null : given.get(given.size() == 1 ? 0 : i);
            switch (type.storage()) {
                case FLOATS -> out.floats()[i] = s == null ? made(random) : Float.parseFloat(s);
                case DOUBLES -> out.doubles()[i] = s == null ? made(random) : Double.parseDouble(s);
                case LONGS -> out.longs()[i] = s == null ? random.nextInt(3) : Long.parseLong(s);
                case INTS -> out.ints()[i] = s == null ? random.nextInt(3) : Integer.parseInt(s);
                case SHORTS ->
                        out.shorts()[i] =
                                (short) (s == null ? random.nextInt(3) : Integer.parseInt(s));
                case BYTES ->
                        out.bytes()[i] =
                                (byte) (s == null ? random.nextInt(2) : Integer.parseInt(s));
                case STRINGS -> out.strings()[i] = s == null ? "s" + i : s;
            }
        }
        return out;
    }

    /** Values in (0.25, 1.25), so that they also serve as variances. */
    private static float made(Random random) {
        return 0.25f + random.nextFloat();
    }

    private Attribute attribute(Graph g, String name) {
        if (peek("\"")) {
            return Attribute.of(name, string());
        }
        if (accept("[")) {
            return list(name);
        }
        if (!Character.isLetter(text.charAt(at))) {
            String n = number();
            return isReal(n)
                    ? Attribute.of(name, Float.parseFloat(n))
                    : Attribute.of(name, Long.parseLong(n));
        }
        if (accept("graph(")) {
            Graph body = new Graph(name, g);
            graph(body);
            expect(")");
            return new Attribute(name, AttributeType.GRAPH, body);
        }
        ValueType.TensorType t = (ValueType.TensorType) type();
        return new Attribute(name, AttributeType.TENSOR, tensor(name, t));
    }

    private Attribute list(String name) {
        List<byte[]> strings = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        while (!accept("]")) {
            if (peek("\"")) {
                strings.add(string().getBytes(StandardCharsets.UTF_8));
            } else {
                numbers.add(number());
            }
            accept(",");
        }
        if (!strings.isEmpty()) {
            return new Attribute(name, AttributeType.STRINGS, strings);
        }
        if (numbers.stream().anyMatch(GraphText::isReal)) {
            float[] values = new float[numbers.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.parseFloat(numbers.get(i));
            }
            return new Attribute(name, AttributeType.FLOATS, values);
        }
        return Attribute.of(name, numbers.stream().mapToLong(Long::parseLong).toArray());
    }

    private static boolean isReal(String number) {
        return number.contains(".") || number.contains("e") || number.contains("I");
    }

    // ---- characters

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean peek(String s) {
        skip();
        return text.startsWith(s, at);
    }

    private boolean accept(String s) {
        if (!peek(s)) {
            return false;
        }
        if (s.equals("_") && at + 1 < text.length() && isNamePart(text.charAt(at + 1))) {
            return false;
        }
        at += s.length();
        skip();
        return true;
    }

    private void expect(String s) {
        if (!accept(s)) {
            throw wrong("'" + s + "'");
        }
    }

    private IllegalArgumentException wrong(String expected) {
        String rest = text.substring(at, Math.min(text.length(), at + 30));
        return new IllegalArgumentException("expected " + expected + " at: " + rest);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '/';
    }

    private String name() {
        skip();
        int from = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private String number() {
        skip();
        int from = at;
        while (at < text.length() && "+-.0123456789eInfityNa".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (from == at) {
            throw wrong("a number");
        }
        String n = text.substring(from, at);
        skip();
        return n;
    }

    private String string() {
        expect("\"");
        int end = text.indexOf('"', at);
        String s = text.substring(at, end);
        at = end + 1;
        skip();
        return s;
    }
}
