package io.jquant.recover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.Calibrator;
import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.RangeTableWriter;
import io.jquant.calibrate.TensorRange;
import io.jquant.data.BadSamples;
import io.jquant.execute.Interpreter;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.grid.Range;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.rewrite.QdqEmitter;
import io.jquant.rewrite.WeightRanges;
import io.jquant.support.Workers;
import io.jquant.target.Targets;
import io.jquant.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerRefinementTest {
    private static final String NET =
            """
            x:float[1,4,16,16] ->
              c:float[1,8,16,16] = Conv(x, w:float[8,4,3,3], b:float[8]){pads=[1,1,1,1]};
              r:float[1,8,16,16] = Relu(c);
              p:float[1,8,8,8] = MaxPool(r){kernel_shape=[2,2],strides=[2,2]};
              d:float[1,6,8,8] = Conv(p, v:float[6,8,3,3], e:float[6]){pads=[1,1,1,1]};
              y:float[1,2,8,8] = Conv(d, u:float[2,6,1,1])
            -> y:float[1,2,8,8]
            """;

    private final Model model = GraphText.parse(NET);

    /** Scales of weights that are suited to the activations would hide some of their error. */
    private final PlanOptions options =
            PlanOptions.of(Targets.ONNXRUNTIME).withWeightRanges(WeightRanges.MAX);

    LayerRefinementTest() {
        Planner.prepare(model, options);
    }

    private CalibrationJob job(float far, int threads) {
        return CalibrationJob.of(model, new Noise(8, 0, 1, far), Planner.requests(model, options))
                .withThreads(threads);
    }

    private RangeTable table(float far, String method) {
        return Calibrator.calibrate(
                job(far, 1), RangeMethods.find(method, RangeMethods.Options.DEFAULTS));
    }

    /** Squared error of a quantized tensor over the samples that were refined on. */
    private double error(String tensor, RangeTable table, float far) {
        Model copy = model.copy();
        QdqEmitter.emit(copy, Planner.plan(copy, table, options));
        Interpreter quantized =
                Interpreter.builder(copy)
                        .integers(false)
                        .outputs(List.of(tensor + "_dequantized"))
                        .build();
        Interpreter floating = Interpreter.builder(model.copy()).outputs(List.of(tensor)).build();
        double sum = 0;
        for (int i = 0; i < 8; i++) {
            Map<String, Tensor> in = new Noise(8, 0, 1, far).load(i).tensors();
            Tensor have =
                    (Tensor) quantized.run(in, Workers.SERIAL, null).get(tensor + "_dequantized");
            Tensor want = (Tensor) floating.run(in, Workers.SERIAL, null).get(tensor);
            for (int k = 0; k < want.size(); k++) {
                double d = (double) have.floats()[k] - want.floats()[k];
                sum += d * d;
            }
        }
        return sum;
    }

    @Test
    void noLayerErrsMoreThanWithItsFormerRange() {
        RangeTable before = table(20, "asymmetric-min-max");
        Refinement r = LayerRefinement.refine(job(20, 1), before, options);
        assertFalse(r.changes().isEmpty());
        for (Refinement.Change c : r.changes()) {
            Map<String, TensorRange> back = new LinkedHashMap<>(r.ranges().tensors());
            back.put(c.tensor(), before.get(c.tensor()));
            if (c.tensor().equals("r")) {
                back.put("p", before.get("p")); // they share their parameters
            }
            double former = error(c.tensor(), new RangeTable(before.method(), back), 20);
            double now = error(c.tensor(), r.ranges(), 20);
            assertTrue(now < former, () -> c + ": " + now + " after " + former);
            assertEquals(c.noiseAfter() / c.noiseBefore(), now / former, 0.01, c::toString);
        }
    }

    @Test
    void aTableThatIsTwiceTooWideIsMended() {
        Map<String, TensorRange> wide = new LinkedHashMap<>();
        table(0, "asymmetric-min-max")
                .tensors()
                .forEach(
                        (name, t) -> {
                            Range r = t.range();
                            wide.put(name, t.withRange(new Range(2 * r.min(), 2 * r.max())));
                        });
        RangeTable before = new RangeTable("by hand", wide);
        Refinement r = LayerRefinement.refine(job(0, 1), before, options);
        Simulation judge =
                new Simulation(
                        model,
                        List.of(new Noise(4, 100, 1, 0)),
                        null,
                        4,
                        BadSamples.stop(),
                        Map.of(),
                        Workers.SERIAL);
        double former = decibels(judge, before);
        double now = decibels(judge, r.ranges());
        assertTrue(now > former + 3, () -> now + " dB after " + former);
        assertTrue(r.gain() > 3, () -> "" + r.gain());
    }

    private double decibels(Simulation judge, RangeTable table) {
        Trial t = judge.trial(table, options);
        t.run(Subset.ALL);
        return t.worst(Subset.ALL, true);
    }

    @Test
    void doesNotDependOnThreads() {
        RangeTable before = table(20, "asymmetric-mse");
        Refinement one = LayerRefinement.refine(job(20, 1), before, options);
        Refinement three = LayerRefinement.refine(job(20, 3), before, options);
        assertEquals(one, three);
        assertEquals(RangeTableWriter.json(one.ranges()), RangeTableWriter.json(three.ranges()));
    }

    @Test
    void outputsKeepTheirRangeAndTensorsOfOneGridStayTogether() {
        RangeTable before = table(20, "asymmetric-min-max");
        RangeTable after = LayerRefinement.refine(job(20, 1), before, options).ranges();
        assertEquals(before.get("y").range(), after.get("y").range());
        assertEquals(after.get("r").range(), after.get("p").range());
        assertEquals("asymmetric-min-max" + Refinement.SUFFIX, after.method());
    }

    @Test
    void aSymmetricGridStaysSymmetric() {
        RangeTable before = table(60, "symmetric-min-max");
        PlanOptions symmetric = options.withGrid(RangeMethods.gridOf("symmetric-min-max"));
        RangeTable after = LayerRefinement.refine(job(60, 1), before, symmetric).ranges();
        assertEquals(-after.get("x").range().max(), after.get("x").range().min());
        assertTrue(after.get("x").range().max() < 60);
    }

    @Test
    void aModelWithNothingToQuantizeIsLeftAsItIs() {
        Model abs = GraphText.parse("x:float[1,4,16,16] -> d = Abs(x) -> d:float[1,4,16,16]");
        RangeTable empty = new RangeTable("asymmetric-mse", Map.of());
        Refinement r =
                LayerRefinement.refine(
                        CalibrationJob.of(abs, new Noise(2, 0, 1, 0), List.of()), empty, options);
        assertSame(empty, r.ranges());
        assertTrue(r.changes().isEmpty());
    }
}
