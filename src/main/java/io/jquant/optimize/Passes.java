package io.jquant.optimize;

import io.jquant.graph.Model;
import io.jquant.optimize.pass.CommonSubexpressions;
import io.jquant.optimize.pass.ConstantCondition;
import io.jquant.optimize.pass.ConstantFolding;
import io.jquant.optimize.pass.ConstantInputs;
import io.jquant.optimize.pass.ConstantNodes;
import io.jquant.optimize.pass.ConstantShapes;
import io.jquant.optimize.pass.DeadCode;
import io.jquant.optimize.pass.DuplicateInitializers;
import io.jquant.optimize.pass.FoldIntoNextWeights;
import io.jquant.optimize.pass.FoldIntoWeights;
import io.jquant.optimize.pass.MatMulAddToGemm;
import io.jquant.optimize.pass.MergeClips;
import io.jquant.optimize.pass.MergeConcats;
import io.jquant.optimize.pass.MergeSlices;
import io.jquant.optimize.pass.MergeTransposes;
import io.jquant.optimize.pass.MergeViews;
import io.jquant.optimize.pass.NeutralOperand;
import io.jquant.optimize.pass.NoOperation;
import io.jquant.optimize.pass.OpsetUpgrade;
import io.jquant.optimize.pass.PadIntoWindow;
import io.jquant.optimize.pass.RepeatedActivation;
import io.jquant.support.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All passes in the order in which they run, one line each. */
public final class Passes {
    private static final List<Pass> ALL = List.copyOf(inOrder());

    private Passes() {}

    private static List<Pass> inOrder() {
        List<Pass> p = new ArrayList<>();
        p.add(new ConstantInputs());
        p.add(new ConstantNodes());
        p.add(new OpsetUpgrade());
        p.add(new ConstantCondition());
        p.add(new DeadCode());
        p.add(new NoOperation());
        p.add(new NeutralOperand());
        p.add(new RepeatedActivation());
        p.add(new ConstantFolding());
        p.add(new ConstantShapes());
        p.add(new MergeTransposes());
        p.add(new MergeViews());
        p.add(new MergeSlices());
        p.add(new MergeConcats());
        p.add(new MergeClips());
        p.add(new FoldIntoWeights());
        p.add(new FoldIntoNextWeights());
        p.add(new MatMulAddToGemm());
        p.add(new PadIntoWindow());
        p.add(new DuplicateInitializers());
        p.add(new CommonSubexpressions());
        return p;
    }

    /** The passes in order. */
    public static List<Pass> all() {
        return ALL;
    }

    /**
     * The passes that the options ask for.
     *
     * @throws io.jquant.support.JquantException when a name is not known or a pass cannot work on
     *     what the passes before it leave
     */
    static List<Pass> chosen(Model model, OptimizeOptions options) {
        Map<String, Pass> byName = new LinkedHashMap<>();
        ALL.forEach(p -> byName.put(p.name(), p));
        for (String name : options.skip()) {
            known(byName, name);
        }
        List<Pass> chosen = new ArrayList<>();
        if (options.passes() == null) {
            chosen.addAll(ALL);
        } else {
            for (String name : options.passes()) {
                chosen.add(known(byName, name));
            }
        }
        chosen.removeIf(p -> options.skip().contains(p.name()));
        if (options.passes() != null) {
            checkOrder(model, chosen);
        }
        return chosen;
    }

    private static Pass known(Map<String, Pass> byName, String name) {
        Pass p = byName.get(name);
        if (p == null) {
            throw Problem.PASS_UNKNOWN.with(name, String.join(", ", byName.keySet()));
        }
        return p;
    }

    private static void checkOrder(Model model, List<Pass> chosen) {
        List<String> before = new ArrayList<>();
        for (Pass p : chosen) {
            for (Stage s : Stage.values()) {
                if (p.info().requires().contains(s)
                        && !before.contains(s.pass())
                        && !s.holds(model)) {
                    throw Problem.PASS_ORDER.with(p.name(), s.words(), s.pass());
                }
            }
            before.add(p.name());
        }
    }
}
