package io.jquant.rewrite.lint;

import io.jquant.graph.Graph;
import io.jquant.graph.MacCount;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Predicts which heavy operators of a model a runtime executes in integers, and why not the others.
 * For ONNX Runtime the rules are those of its CPU provider with default session options; for other
 * targets an operator counts as integer when what it reads is dequantized directly in front of it.
 */
public final class FusionLint {
    /** Operators that compute on codes by themselves. */
    private static final Set<String> ON_CODES =
            Set.of(
                    "ConvInteger",
                    "DynamicQuantizeMatMul",
                    "MatMulInteger",
                    "MatMulIntegerToFloat",
                    "QGemm",
                    "QLinearConv",
                    "QLinearMatMul");

    private static final int MOST_MOVES = 16;

    private final HeavyRules heavy;
    private final LightRules light;
    private final boolean strict;
    private final Map<Node, Node> sized = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private int quantizeLeft;
    private int dequantizeLeft;
    private double nanoseconds;

    private FusionLint(Target target) {
        strict = target.name().startsWith("onnxruntime");
        heavy = new HeavyRules(target.has(Trait.INT8_KERNELS));
        light = new LightRules(heavy.codes());
    }

    /**
     * Looks at a model whose types have been inferred.
     *
     * @param model quantized, or not; it is not changed
     */
    public static LintReport check(Model model, Target target) {
        return check(model, model, target);
    }

    /**
     * The same.
     *
     * @param sized the model, or a copy of it in which more sizes are known; operations and times
     *     are counted there, for runtimes see no more than what the model tells
     */
    public static LintReport check(Model model, Model sized, Target target) {
        FusionLint lint = new FusionLint(target);
        lint.pair(model.graph(), sized.graph());
        lint.graph(model.graph());
        return new LintReport(
                target.name(),
                lint.findings,
                lint.quantizeLeft,
                lint.dequantizeLeft,
                lint.nanoseconds);
    }

    /** Takes note which node of the copy is which of the model. */
    private void pair(Graph g, Graph copy) {
        Iterator<Node> copies = copy.iterator();
        for (Node n : g) {
            Node twin = copies.next();
            sized.put(n, twin);
            for (int i = 0; i < n.subgraphs().size(); i++) {
                pair(n.subgraphs().get(i), twin.subgraphs().get(i));
            }
        }
    }

    private void graph(Graph g) {
        Set<Node> integer = new HashSet<>();
        for (Node n : g) {
            if (ON_CODES.contains(n.opType())) {
                add(n, new HeavyRules.Result(Verdict.INTEGER, ""));
            } else if (MacCount.isHeavy(n)) {
                HeavyRules.Result r = strict ? heavy.of(n) : loose(n);
                add(n, r);
                if (r.verdict().isInteger()) {
                    integer.add(n);
                }
            } else if (light.isInteger(n)) {
                integer.add(n);
            }
            n.subgraphs().forEach(this::graph);
        }
        left(g, integer);
        if (strict) {
            int pairs = ChannelsLast.pairs(g, integer);
            quantizeLeft += pairs;
            dequantizeLeft += pairs;
        }
    }

    private void add(Node n, HeavyRules.Result r) {
        findings.add(
                new Finding(
                        n.label(), n.opType(), r.verdict(), r.detail(), MacCount.of(sized.get(n))));
    }

    /** The rule of runtimes that find what they can fuse by themselves. */
    private static HeavyRules.Result loose(Node n) {
        for (int i = 0; i < 2; i++) {
            if (Codes.dequantizer(n.input(i), n) == null) {
                Value v = n.input(i);
                boolean weight = v != null && v.isConstant();
                return new HeavyRules.Result(
                        weight ? Verdict.FLOAT_WEIGHT : Verdict.FLOAT_INPUT,
                        v == null ? "" : v.name());
            }
        }
        return HeavyRules.Result.of(Verdict.INTEGER);
    }

    // ---- what is left over

    private void left(Graph g, Set<Node> integer) {
        Set<Node> taken = new HashSet<>();
        for (Node n : integer) {
            for (Value out : n.outputs()) {
                if (out != null) {
                    takeQuantizers(out, taken);
                }
            }
        }
        for (Node n : g) {
            if (Codes.isQuantize(n)) {
                boolean edge = n.input(0).isGraphInput();
                boolean stays = !taken.contains(n);
                quantizeLeft += stays && !edge ? 1 : 0;
                nanoseconds += stays ? RunCost.quantize(sized.get(n).input(0)) : 0;
            } else if (Codes.isDequantize(n)) {
                int readers = Codes.isConstant(n) ? 0 : left(n.output(0), integer, 0);
                dequantizeLeft += readers;
                nanoseconds += readers * RunCost.dequantize(sized.get(n).output(0));
            } else if (!taken.contains(n)) {
                boolean onCodes = integer.contains(n) || ON_CODES.contains(n.opType());
                nanoseconds += RunCost.of(sized.get(n), onCodes);
            }
        }
    }

    private static void takeQuantizers(Value out, Set<Node> taken) {
        Node q = Behind.of(out).quantizer();
        if (q != null) {
            taken.add(q);
            for (Value v = q.input(0); v != out; v = v.producer().input(0)) {
                if (v.producer().is("Relu") || v.producer().is("Clip")) {
                    taken.add(v.producer());
                }
            }
        }
        for (Use u : out.uses()) {
            if (Codes.isQuantize(u.node())) {
                taken.add(u.node());
            }
        }
    }

    /**
     * How many readers of a dequantized value compute in float; where operators only move the value
     * the DequantizeLinear moves along.
     */
    private static int left(Value real, Set<Node> integer, int depth) {
        int sum = 0;
        for (Use u : real.uses()) {
            Node n = u.node();
            if (integer.contains(n)) {
                continue;
            }
            boolean moves = (Codes.isCrossed(n) || n.is("Split")) && u.index() == 0;
            int behind = 0;
            for (Value out : moves && depth < MOST_MOVES ? n.outputs() : List.<Value>of()) {
                behind += out == null ? 0 : left(out, integer, depth + 1);
            }
            sum += Math.max(behind, moves && leadsToIntegers(n) ? 0 : 1);
        }
        return sum;
    }

    private static boolean leadsToIntegers(Node mover) {
        return mover.outputs().stream()
                .allMatch(v -> v == null || (v.useCount() > 0 && !v.isGraphOutput()));
    }
}
