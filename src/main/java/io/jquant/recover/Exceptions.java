package io.jquant.recover;

import io.jquant.calibrate.Activation;
import io.jquant.calibrate.BehindMethod;
import io.jquant.calibrate.NamedMethod;
import io.jquant.calibrate.Observations;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.graph.Model;
import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.rewrite.QuantizationPlan;
import io.jquant.rewrite.TensorPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranges of single tensors by other methods than the model's, where the climb takes them: first all
 * tensors in front of an activation together, then stretches of the model, then tensor by tensor,
 * the noisiest first, for as long as the budget lasts. Tensors that share their parameters are one.
 */
final class Exceptions {
    private static final int STRETCHES = 8;

    /** So many other methods are tried on stretches. */
    private static final int OTHERS = 2;

    /** So many other ranges are tried for a tensor. */
    private static final int EACH = 3;

    /** Scales that differ by less are taken for the same. */
    private static final double SAME = 0.02;

    private final Climb climb;
    private final Grid grid;
    private final String usual;
    private final List<Unit> units = new ArrayList<>();
    private final Map<String, String> taken = new LinkedHashMap<>();

    /** Tensors that share their parameters, and what else they could have. */
    private record Unit(List<String> tensors, double noise, List<Candidate> candidates) {}

    /** Ranges for the tensors of a unit by another method. */
    private record Candidate(String method, boolean behind, Map<String, TensorRange> ranges) {}

    /**
     * @param plan of the model with the climb's table
     * @param best the climb's method
     * @param others the other methods of the same grid, the best first
     */
    Exceptions(
            Climb climb,
            Model model,
            QuantizationPlan plan,
            Observations seen,
            Map<NamedMethod, RangeTable> tables,
            NamedMethod best,
            List<NamedMethod> others) {
        this.climb = climb;
        grid = best.grid();
        usual = best.name();
        List<NamedMethod> methods = new ArrayList<>(others);
        methods.add(best); // of what a stretch has changed
        Map<Integer, List<TensorPlan>> groups = new LinkedHashMap<>();
        for (TensorPlan t : plan.tensors()) {
            if (climb.table().get(t.tensor()) != null) {
                groups.computeIfAbsent(t.group(), g -> new ArrayList<>()).add(t);
            }
        }
        for (List<TensorPlan> group : groups.values()) {
            List<String> names = group.stream().map(TensorPlan::tensor).toList();
            double noise = 0;
            for (TensorPlan t : group) {
                noise = Math.max(noise, seen.noise(t.tensor(), t.params()));
            }
            List<Candidate> candidates = new ArrayList<>();
            candidates.addAll(behind(names, model, seen));
            for (NamedMethod m : methods) {
                Map<String, TensorRange> ranges = new LinkedHashMap<>();
                names.forEach(n -> ranges.put(n, tables.get(m).get(n)));
                candidates.add(new Candidate(m.name(), false, ranges));
            }
            units.add(new Unit(names, noise, candidates));
        }
    }

    private List<Candidate> behind(List<String> names, Model model, Observations seen) {
        for (String name : names) {
            Activation a = Activations.behind(model.find(name));
            if (a != null) {
                NamedMethod method =
                        new NamedMethod("behind-" + a.name(), grid, new BehindMethod(a));
                TensorRange range = seen.range(name, method);
                Map<String, TensorRange> ranges = new LinkedHashMap<>();
                names.forEach(n -> ranges.put(n, climb.table().get(n).withRange(range.range())));
                ranges.put(name, range);
                return List.of(new Candidate(method.name(), true, ranges));
            }
        }
        return List.of();
    }

    /** Tries; tells which tensors have a range of another method now, and of which. */
    Map<String, String> find() {
        together(units, 0, true);
        for (int other = 0; other < OTHERS; other++) {
            for (int s = 0; s < STRETCHES; s++) {
                int from = s * units.size() / STRETCHES;
                int to = (s + 1) * units.size() / STRETCHES;
                together(units.subList(from, to), other, false);
            }
        }
        List<Unit> ranked = new ArrayList<>(units);
        ranked.sort(Comparator.comparingDouble(u -> -u.noise)); // stable
        for (int round = 0; round < EACH; round++) {
            for (Unit u : ranked) {
                List<Candidate> different = different(u);
                if (round < different.size()) {
                    take(List.of(different.get(round)));
                }
            }
        }
        return taken;
    }

    /** Tries, for some units at once, the candidate of this place among those of its kind. */
    private void together(List<Unit> some, int place, boolean behind) {
        List<Candidate> all = new ArrayList<>();
        for (Unit u : some) {
            List<Candidate> kind = u.candidates.stream().filter(c -> c.behind == behind).toList();
            if (place < kind.size()) {
                all.add(kind.get(place));
            }
        }
        take(all);
    }

    private void take(List<Candidate> all) {
        RangeTable before = climb.table();
        Map<String, TensorRange> changes = new LinkedHashMap<>();
        all.forEach(c -> changes.putAll(c.ranges));
        if (!climb.goesOn() || !climb.take(changes)) {
            return;
        }
        for (Candidate c : all) {
            c.ranges.forEach(
                    (name, range) -> {
                        if (c.method.equals(usual)) {
                            taken.remove(name);
                        } else if (!range.range().equals(before.get(name).range())) {
                            taken.put(name, c.method);
                        }
                    });
        }
    }

    /** The candidates whose grids differ from each other and from that of the climb's table. */
    private List<Candidate> different(Unit u) {
        List<QuantParams> known = new ArrayList<>();
        Map<String, TensorRange> now = new LinkedHashMap<>();
        u.tensors.forEach(n -> now.put(n, climb.table().get(n)));
        known.add(params(now));
        List<Candidate> out = new ArrayList<>();
        for (Candidate c : u.candidates) {
            QuantParams p = params(c.ranges);
            if (known.stream().noneMatch(k -> alike(k, p))) {
                known.add(p);
                out.add(c);
            }
        }
        return out;
    }

    private QuantParams params(Map<String, TensorRange> ranges) {
        Range all = null;
        for (TensorRange r : ranges.values()) {
            all = all == null ? r.range() : all.union(r.range());
        }
        return grid.params(all);
    }

    private static boolean alike(QuantParams a, QuantParams b) {
        return Math.abs(a.scale() / (double) b.scale() - 1) < SAME
                && Math.abs(a.zeroPoint() - b.zeroPoint()) <= 1;
    }
}
