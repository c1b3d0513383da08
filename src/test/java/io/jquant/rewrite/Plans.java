package io.jquant.rewrite;

import io.jquant.calibrate.ChannelStatistics;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.calibrate.TensorRequest;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.grid.Range;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans of small models written as text, for tests. */
final class Plans {
    /** An input for {@link #conv}. */
    static final String X = "x:float[1,4,8,8] -> ";

    /** Two convolutions, the second with a residual. */
    static final String RESIDUAL =
            X
                    + conv("c", "x")
                    + conv("d", "c")
                    + "s = Add(c, d); "
                    + conv("e", "s")
                    + "t = Add(s, e); "
                    + conv("f", "t")
                    + "-> f";

    final Model model;
    final PlanOptions options;
    final Map<String, Range> given = new HashMap<>();

    private Plans(Model model, PlanOptions options) {
        this.model = model;
        this.options = options;
    }

    /** A convolution that keeps the shape of X. */
    static String conv(String out, String in) {
        return out
                + ":float[1,4,8,8] = Conv("
                + in
                + ", w_"
                + out
                + ":float[4,4,3,3], b_"
                + out
                + ":float[4]){pads=[1,1,1,1]}; ";
    }

    static Plans of(Target target, String text) {
        return of(PlanOptions.of(target), text);
    }

    static Plans of(PlanOptions options, String text) {
        Model m = GraphText.parse(text);
        Planner.prepare(m);
        return new Plans(m, options);
    }

    static Plans of(PlanOptions options, Model prepared) {
        return new Plans(prepared, options);
    }

    Plans with(Coverage coverage) {
        return new Plans(model, options.withCoverage(coverage));
    }

    Plans range(String tensor, double min, double max) {
        given.put(tensor, new Range((float) min, (float) max));
        return this;
    }

    List<String> requested() {
        return Planner.requests(model, options).stream().map(TensorRequest::tensor).toList();
    }

    /** Ranges of all tensors that are asked for: the given ones, else [-1, 1]. */
    RangeTable ranges() {
        Map<String, TensorRange> out = new LinkedHashMap<>();
        for (TensorRequest r : Planner.requests(model, options)) {
            out.put(r.tensor(), range(given.getOrDefault(r.tensor(), new Range(-1, 1)), null));
        }
        return new RangeTable("asymmetric-min-max", out);
    }

    static TensorRange range(Range r, ChannelStatistics channels) {
        return new TensorRange(r, r, 1, 0, channels);
    }

    QuantizationPlan plan() {
        return Planner.plan(model, ranges(), options);
    }
}
