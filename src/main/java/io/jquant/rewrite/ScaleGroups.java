package io.jquant.rewrite;

import io.jquant.graph.Value;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the parameters of all quantized values.
 *
 * <p>Operators that only pass values on tie their inputs and outputs to one group (union-find); the
 * group's range is the union of its members' ranges. A member whose parameters are fixed by its
 * producer decides for the group. Where that cannot be (two different fixed members, members that
 * do not fit into a fixed grid, a clamp that the common grid would not replace) the reading edge is
 * cut: that reader gets the value through a pair that quantizes it anew.
 */
final class ScaleGroups {
    private final List<Stage> tied = new ArrayList<>();
    private final List<Value> values;
    private final Map<Value, Integer> index = new HashMap<>();
    private final Map<Value, Stage> clamped = new HashMap<>();
    private final Function<Value, QuantParams> fixed;
    private final Function<Value, Range> ranges;
    private final PlanOptions options;
    private final boolean dropsClamps;
    private final Set<Edge> cut = new HashSet<>();
    private int[] parent;
    private final Map<Integer, QuantParams> params = new LinkedHashMap<>();

    /** A place where a stage reads a value. */
    record Edge(Stage stage, int input) {
        Value value() {
            return stage.node.input(input);
        }
    }

    /**
     * @param quantized the values that are quantized, in the order of the graph
     * @param fixed parameters that a value's producer fixes, or null
     * @param ranges the range of a value without fixed parameters
     */
    ScaleGroups(
            List<Stage> stages,
            Set<Value> quantized,
            Function<Value, QuantParams> fixed,
            Function<Value, Range> ranges,
            PlanOptions options) {
        this.values = List.copyOf(quantized);
        this.fixed = fixed;
        this.ranges = ranges;
        this.options = options;
        Target target = options.target();
        this.dropsClamps = target.has(Trait.DROPS_CLAMPS);
        for (int i = 0; i < values.size(); i++) {
            index.put(values.get(i), i);
        }
        for (Stage s : stages) {
            if (!s.integer) {
                continue;
            }
            if (s.rule.isSameScale() && !target.requantizes().contains(s.rule.operator())) {
                tied.add(s);
            }
            if (!s.clamps.isEmpty() && !s.floatOutput) {
                clamped.put(s.outputs.get(0), s);
            }
        }
        cutMixedInputs();
        int before;
        do {
            before = cut.size();
            solve();
        } while (cut.size() > before);
    }

    /** The group of a value: the index of its first member. */
    int group(Value v) {
        return find(index.get(v));
    }

    QuantParams params(Value v) {
        return params.get(group(v));
    }

    /** Reads that need a pair of their own, with the parameters that the reader wants. */
    Map<Edge, QuantParams> requantized() {
        Map<Edge, QuantParams> out = new LinkedHashMap<>();
        for (Stage s : tied) {
            QuantParams want = params(s.outputs.get(0));
            for (int i : s.operands) {
                Value v = s.node.input(i);
                if (!v.isConstant() && !params(v).equals(want)) {
                    out.put(new Edge(s, i), want);
                }
            }
        }
        return out;
    }

    // ---- union-find

    private int find(int i) {
        int root = i;
        while (parent[root] != root) {
            root = parent[root];
        }
        for (int j = i; parent[j] != root; ) {
            int next = parent[j];
            parent[j] = root;
            j = next;
        }
        return root;
    }

    private void union(int a, int b) {
        int x = find(a);
        int y = find(b);
        parent[Math.max(x, y)] = Math.min(x, y);
    }

    private void unite(boolean joins) {
        parent = new int[values.size()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        for (Stage s : tied) {
            int first = index.get(s.outputs.get(0));
            for (Value v : s.outputs) {
                union(first, index.get(v));
            }
            if (joins || s.operands.size() == 1) {
                for (int i : s.operands) {
                    Value v = s.node.input(i);
                    if (!v.isConstant() && !cut.contains(new Edge(s, i))) {
                        union(first, index.get(v));
                    }
                }
            }
        }
    }

    /**
     * A join of several inputs cannot give all of them the grid that one of them has by its
     * function, unless all have the same.
     */
    private void cutMixedInputs() {
        unite(false);
        Map<Integer, QuantParams> known = new HashMap<>();
        for (Value v : values) {
            if (fixed.apply(v) != null) {
                known.put(group(v), fixed.apply(v));
            }
        }
        for (Stage s : tied) {
            if (s.operands.size() == 1) {
                continue;
            }
            Set<QuantParams> kinds = new HashSet<>();
            for (int i : s.operands) {
                Value v = s.node.input(i);
                kinds.add(v.isConstant() ? null : known.get(group(v)));
            }
            if (kinds.size() == 1) {
                continue;
            }
            for (int i : s.operands) {
                Value v = s.node.input(i);
                if (!v.isConstant() && known.get(group(v)) != null) {
                    cut.add(new Edge(s, i));
                }
            }
        }
    }

    // ---- parameters

    private void solve() {
        unite(true);
        params.clear();
        Map<Integer, List<Value>> members = new LinkedHashMap<>();
        for (Value v : values) {
            members.computeIfAbsent(group(v), g -> new ArrayList<>()).add(v);
        }
        Map<Integer, Range> constants = new HashMap<>();
        for (Stage s : tied) {
            for (int i : s.operands) {
                Value v = s.node.input(i);
                if (v.isConstant()) {
                    constants.merge(
                            group(s.outputs.get(0)), Constants.range(v.constant()), Range::union);
                }
            }
        }
        members.forEach((g, list) -> params.put(g, solve(list, constants.get(g))));
    }

    private QuantParams solve(List<Value> members, Range constants) {
        QuantParams given = null;
        Range range = constants;
        boolean conflict = false;
        for (Value v : members) {
            QuantParams f = fixed.apply(v);
            if (f != null) {
                conflict |= given != null && !given.equals(f);
                given = f;
            } else {
                Range r = rangeOf(v);
                range = range == null ? r : range.union(r);
            }
        }
        if (given != null) {
            if ((conflict || !fits(range, given)) && cutReadsOf(members, true)) {
                return given; // the groups are formed again
            }
            return given;
        }
        QuantParams p = options.params(range);
        for (Value v : members) {
            p = HardGates.fit(v, p, range, options.target());
        }
        for (Value v : members) {
            Stage s = clamped.get(v);
            if (s != null) {
                p =
                        range.min() == 0 && range.max() == 0 && s.low == 0 && dropsClamps
                                ? new QuantParams(p.scale(), QuantParams.LOWEST)
                                : ClampFit.fit(p, s.low, s.high);
            }
        }
        if (dropsClamps && members.size() > 1) {
            for (Value v : members) {
                Stage s = clamped.get(v);
                if (s != null && !ClampFit.holds(p, s.low, s.high)) {
                    cutReadsOf(List.of(v), false);
                }
            }
        }
        return p;
    }

    private Range rangeOf(Value v) {
        Range r = ranges.apply(v);
        Stage s = clamped.get(v);
        return s == null ? r : ClampFit.cut(r, s.low, s.high);
    }

    /** Is the range covered by the grid, but for one code at either end? */
    private static boolean fits(Range r, QuantParams p) {
        return r == null
                || (r.min() >= p.low() - 1.001f * p.scale()
                        && r.max() <= p.high() + 1.001f * p.scale());
    }

    private boolean cutReadsOf(List<Value> members, boolean fixedOnly) {
        boolean any = false;
        for (Stage s : tied) {
            for (int i : s.operands) {
                Value v = s.node.input(i);
                if (members.contains(v) && (!fixedOnly || fixed.apply(v) != null)) {
                    any |= cut.add(new Edge(s, i));
                }
            }
        }
        return any;
    }
}
