package io.jquant.optimize;

import io.jquant.graph.Model;
import io.jquant.optimize.pass.AttentionForms;
import io.jquant.optimize.pass.BatchedMatMulToGemm;
import io.jquant.optimize.pass.CancelTransposes;
import io.jquant.optimize.pass.CommonSubexpressions;
import io.jquant.optimize.pass.ConstantCondition;
import io.jquant.optimize.pass.ConstantFolding;
import io.jquant.optimize.pass.ConstantInputs;
import io.jquant.optimize.pass.ConstantNodes;
import io.jquant.optimize.pass.ConstantOperands;
import io.jquant.optimize.pass.ConstantShapes;
import io.jquant.optimize.pass.DeadCode;
import io.jquant.optimize.pass.DuplicateInitializers;
import io.jquant.optimize.pass.EinsumToMatMul;
import io.jquant.optimize.pass.FoldIntoNextWeights;
import io.jquant.optimize.pass.FoldIntoWeights;
import io.jquant.optimize.pass.FoldPreprocessing;
import io.jquant.optimize.pass.GatherMatMul;
import io.jquant.optimize.pass.GeluForms;
import io.jquant.optimize.pass.GroupNormForms;
import io.jquant.optimize.pass.HardSigmoidForms;
import io.jquant.optimize.pass.HardSwishForms;
import io.jquant.optimize.pass.InstanceNormForms;
import io.jquant.optimize.pass.LayerNormForms;
import io.jquant.optimize.pass.LoneBatchNorm;
import io.jquant.optimize.pass.LpNormForms;
import io.jquant.optimize.pass.MatMulAddMatrixToGemm;
import io.jquant.optimize.pass.MatMulAddToGemm;
import io.jquant.optimize.pass.MeanToGlobalPool;
import io.jquant.optimize.pass.MergeClips;
import io.jquant.optimize.pass.MergeConcats;
import io.jquant.optimize.pass.MergeConstants;
import io.jquant.optimize.pass.MergeReductions;
import io.jquant.optimize.pass.MergeSlices;
import io.jquant.optimize.pass.MergeTransposes;
import io.jquant.optimize.pass.MergeViews;
import io.jquant.optimize.pass.MinMaxToClip;
import io.jquant.optimize.pass.MishForms;
import io.jquant.optimize.pass.NegativePads;
import io.jquant.optimize.pass.NeutralOperand;
import io.jquant.optimize.pass.NoOperation;
import io.jquant.optimize.pass.OpsetUpgrade;
import io.jquant.optimize.pass.PReluForms;
import io.jquant.optimize.pass.PReluToLeakyRelu;
import io.jquant.optimize.pass.PadIntoWindow;
import io.jquant.optimize.pass.RepeatedActivation;
import io.jquant.optimize.pass.RmsNormForms;
import io.jquant.optimize.pass.SliceOfConcat;
import io.jquant.optimize.pass.SumToAdd;
import io.jquant.optimize.pass.SwishForms;
import io.jquant.optimize.pass.TransposeIntoGemm;
import io.jquant.optimize.pass.TransposeIntoReduction;
import io.jquant.optimize.pass.TransposeIntoWeights;
import io.jquant.optimize.pass.TransposeToReshape;
import io.jquant.optimize.pass.UnneededCeil;
import io.jquant.support.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All passes in the order in which they run, one line each. */
public final class Passes {
    /** Before the name of a pass that is to run beside the usual ones. */
    private static final String ADDED = "+";

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
        p.add(new NegativePads());
        p.add(new ConstantOperands());
        p.add(new SumToAdd());
        p.add(new MinMaxToClip());
        p.add(new PReluForms());
        p.add(new PReluToLeakyRelu());
        p.add(new HardSigmoidForms());
        p.add(new HardSwishForms());
        p.add(new SwishForms());
        p.add(new MishForms());
        p.add(new GeluForms());
        p.add(new EinsumToMatMul());
        p.add(new LayerNormForms());
        p.add(new RmsNormForms());
        p.add(new InstanceNormForms());
        p.add(new GroupNormForms());
        p.add(new LpNormForms());
        p.add(new MergeTransposes());
        p.add(new CancelTransposes());
        p.add(new TransposeIntoReduction());
        p.add(new TransposeIntoGemm());
        p.add(new TransposeToReshape());
        p.add(new MergeViews());
        p.add(new MergeSlices());
        p.add(new MergeConcats());
        p.add(new SliceOfConcat());
        p.add(new MergeClips());
        p.add(new MergeConstants());
        p.add(new MergeReductions());
        p.add(new FoldIntoWeights());
        p.add(new FoldIntoNextWeights());
        p.add(new FoldPreprocessing());
        p.add(new MatMulAddToGemm());
        p.add(new MatMulAddMatrixToGemm());
        p.add(new BatchedMatMulToGemm());
        p.add(new GatherMatMul());
        p.add(new TransposeIntoWeights());
        p.add(new AttentionForms());
        p.add(new PadIntoWindow());
        p.add(new UnneededCeil());
        p.add(new MeanToGlobalPool());
        p.add(new LoneBatchNorm());
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
        List<String> wanted = options.passes() == null ? List.of() : options.passes();
        boolean adds = wanted.stream().allMatch(name -> name.startsWith(ADDED));
        List<Pass> chosen = new ArrayList<>();
        for (Pass p : adds ? ALL : List.<Pass>of()) {
            if (p.info().purpose().runsIn(options) || wanted.contains(ADDED + p.name())) {
                chosen.add(p);
            }
        }
        for (String name : wanted) {
            Pass p = known(byName, name.startsWith(ADDED) ? name.substring(1) : name);
            if (!adds) {
                chosen.add(p);
            }
        }
        chosen.removeIf(p -> options.skip().contains(p.name()));
        if (!adds) {
            checkOrder(model, chosen);
        }
        return chosen;
    }

    private static Pass known(Map<String, Pass> byName, String name) {
        Pass p = byName.get(name);
        if (p == null) {
            throw Problem.PASS_UNKNOWN.with(name);
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
