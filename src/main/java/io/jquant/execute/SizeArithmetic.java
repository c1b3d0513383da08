package io.jquant.execute;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Follows the integers that shapes are computed with, element by element, where some of them are
 * sizes known only at run time: Shape → Gather → Concat → Reshape and the like.
 */
final class SizeArithmetic {
    private static final Set<ElementType> NUMBERS =
            EnumSet.of(ElementType.INT64, ElementType.INT32, ElementType.FLOAT);

    private final Facts facts;
    private final SizedByContents sized;

    SizeArithmetic(Facts facts) {
        this.facts = facts;
        this.sized = new SizedByContents(facts);
    }

    /** Notes the contents of a node's outputs, and shapes that follow from contents. */
    void follow(Node n) {
        if (!n.domain().isEmpty() || n.output(0) == null) {
            return;
        }
        Value out = n.output(0);
        if (facts.constant(out) == null) {
            if (n.opType().equals("Split")) {
                split(n);
            } else {
                note(out, contents(n));
            }
        }
        sized.follow(n);
    }

    /** Notes integers; when all are known they are a constant. */
    private void note(Value out, List<Term> terms) {
        if (terms == null) {
            return;
        }
        int rank = facts.rank(out);
        ElementType type = facts.elementType(out);
        if (rank > 1 || rank < 0 || !NUMBERS.contains(type)) {
            return;
        }
        facts.setContents(out, terms);
        if (type == ElementType.FLOAT || !terms.stream().allMatch(Term::isKnown)) {
            return;
        }
        Shape shape = rank == 0 ? Shape.SCALAR : Shape.of(terms.size());
        if (type == ElementType.INT64) {
            long[] values = terms.stream().mapToLong(Term::value).toArray();
            facts.setConstant(out, Tensor.of(shape, values));
        } else {
            int[] values = terms.stream().mapToInt(t -> (int) t.value()).toArray();
            facts.setConstant(out, Tensor.of(type, shape, values));
        }
    }

    private List<Term> contents(Node n) {
        return switch (n.opType()) {
            case "Shape" -> shape(n);
            case "Size" -> size(n);
            case "Gather" -> gather(n);
            case "Slice" -> slice(n);
            case "Concat" -> concat(n);
            case "Identity", "Squeeze", "Unsqueeze", "Reshape", "Cast" -> contents(n, 0);
            case "Ceil", "Floor", "Round" -> contents(n, 0); // whole numbers already
            case "Add" -> combine(n, facts.symbols::add);
            case "Sub" -> combine(n, facts.symbols::subtract);
            case "Mul" -> combine(n, facts.symbols::multiply);
            case "Div" -> isWhole(n) ? combine(n, facts.symbols::divide) : null;
            case "ReduceProd" -> product(n);
            case "Equal" -> {
                equal(n);
                yield null;
            }
            case "Where" -> where(n);
            default -> null;
        };
    }

    private boolean isWhole(Node n) {
        return facts.elementType(n.output()) != ElementType.FLOAT;
    }

    private List<Term> contents(Node n, int index) {
        Value v = n.input(index);
        return v == null ? null : facts.contents(v);
    }

    private Tensor constant(Node n, int index) {
        Value v = n.input(index);
        return v == null ? null : facts.constant(v);
    }

    private SymbolicShape inputShape(Node n) {
        return n.input(0) == null ? null : facts.shape(n.input(0));
    }

    private List<Term> shape(Node n) {
        SymbolicShape s = inputShape(n);
        if (s == null) {
            return null;
        }
        int start = clamp(n.attributes().getInt("start", 0), s.rank());
        int end = clamp(n.attributes().getInt("end", s.rank()), s.rank());
        List<Term> out = new ArrayList<>();
        for (int i = start; i < end; i++) {
            out.add(Facts.term(s.dim(i)));
        }
        return out;
    }

    private static int clamp(long index, int size) {
        long i = index < 0 ? index + size : index;
        return (int) Math.max(0, Math.min(size, i));
    }

    private List<Term> size(Node n) {
        SymbolicShape s = inputShape(n);
        return s == null ? null : List.of(multiply(s.dims().stream().map(Facts::term).toList()));
    }

    private Term multiply(List<Term> terms) {
        Term product = Term.of(1);
        for (Term t : terms) {
            product = facts.symbols.multiply(product, t);
        }
        return product;
    }

    /** Only the product of all elements: the one axis of a vector, or axes left out. */
    private List<Term> product(Node n) {
        List<Term> all = contents(n, 0);
        return all == null || facts.rank(n.input(0)) != 1 ? null : List.of(multiply(all));
    }

    private List<Term> gather(Node n) {
        List<Term> data = contents(n, 0);
        Tensor indices = constant(n, 1);
        if (data == null || indices == null || facts.rank(n.input(0)) != 1) {
            return null;
        }
        List<Term> out = new ArrayList<>();
        for (long i : indices.toLongs()) {
            long at = i < 0 ? i + data.size() : i;
            if (at < 0 || at >= data.size()) {
                return null;
            }
            out.add(data.get((int) at));
        }
        return out;
    }

    private List<Term> slice(Node n) {
        List<Term> data = contents(n, 0);
        if (data == null || facts.rank(n.input(0)) != 1) {
            return null;
        }
        Attributes a = n.attributes();
        long[] starts = a.has("starts") ? a.getInts("starts") : longs(constant(n, 1));
        long[] ends = a.has("ends") ? a.getInts("ends") : longs(constant(n, 2));
        long[] steps = n.input(4) == null ? new long[] {1} : longs(constant(n, 4));
        if (starts == null || ends == null || steps == null) {
            return null;
        }
        if (starts.length != 1 || ends.length != 1 || steps.length != 1 || steps[0] < 1) {
            return null;
        }
        List<Term> out = new ArrayList<>();
        int end = clamp(ends[0], data.size());
        for (long i = clamp(starts[0], data.size()); i < end; i += steps[0]) {
            out.add(data.get((int) i));
        }
        return out;
    }

    private static long[] longs(Tensor t) {
        return t == null ? null : t.toLongs();
    }

    private List<Term> concat(Node n) {
        List<Term> out = new ArrayList<>();
        for (int i = 0; i < n.inputs().size(); i++) {
            List<Term> part = contents(n, i);
            if (part == null) {
                return null;
            }
            out.addAll(part);
        }
        return out;
    }

    private void split(Node n) {
        List<Term> data = contents(n, 0);
        if (data == null || facts.rank(n.input(0)) != 1) {
            return;
        }
        int at = 0;
        for (Value v : n.outputs()) {
            Shape s = v == null ? null : facts.staticShape(v);
            if (s == null || s.rank() != 1 || at + s.size() > data.size()) {
                return;
            }
            note(v, data.subList(at, at + s.dim(0)));
            at += s.dim(0);
        }
    }

    private <T> List<T> combine(Node n, BiFunction<Term, Term, T> operation) {
        return combine(contents(n, 0), contents(n, 1), operation);
    }

    private static <T> List<T> combine(
            List<Term> a, List<Term> b, BiFunction<Term, Term, T> operation) {
        if (a == null || b == null) {
            return null;
        }
        if (a.size() != b.size() && a.size() != 1 && b.size() != 1) {
            return null;
        }
        int length = a.size() == 1 ? b.size() : a.size();
        List<T> out = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            T t = operation.apply(a.get(a.size() == 1 ? 0 : i), b.get(b.size() == 1 ? 0 : i));
            if (t == null) {
                return null;
            }
            out.add(t);
        }
        return out;
    }

    /** Sizes are never negative: comparing them with -1 needs no more knowledge. */
    private void equal(Node n) {
        List<Boolean> known = combine(n, SizeArithmetic::same);
        if (known == null) {
            return;
        }
        byte[] bytes = new byte[known.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (known.get(i) ? 1 : 0);
        }
        int rank = facts.rank(n.output(0));
        if (rank == 0 || rank == 1) {
            Shape shape = rank == 0 ? Shape.SCALAR : Shape.of(bytes.length);
            facts.setConstant(n.output(0), Tensor.of(ElementType.BOOL, shape, bytes));
        }
    }

    private static Boolean same(Term a, Term b) {
        if (a.isKnown() && b.isKnown()) {
            return a.value() == b.value();
        }
        if (a.equals(b)) {
            return true;
        }
        boolean apart =
                (a.isKnown() && a.value() < 0 && b.natural())
                        || (b.isKnown() && b.value() < 0 && a.natural());
        return apart ? false : null;
    }

    private List<Term> where(Node n) {
        Tensor condition = constant(n, 0);
        List<Term> yes = contents(n, 1);
        List<Term> no = contents(n, 2);
        if (condition == null || yes == null || no == null || condition.rank() > 1) {
            return null;
        }
        int length = Math.max(condition.size(), Math.max(yes.size(), no.size()));
        List<Term> out = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int c = condition.size() == 1 ? 0 : i;
            List<Term> from = c < condition.size() && condition.longAt(c) != 0 ? yes : no;
            int at = from.size() == 1 ? 0 : i;
            if (c >= condition.size() || at >= from.size()) {
                return null;
            }
            out.add(from.get(at));
        }
        return out;
    }
}
