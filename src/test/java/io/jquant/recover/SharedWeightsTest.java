package io.jquant.recover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.Calibrator;
import io.jquant.calibrate.NamedMethod;
import io.jquant.calibrate.Observations;
import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTable;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.rewrite.QdqEmitter;
import io.jquant.rewrite.WeightMemo;
import io.jquant.save.ModelSaver;
import io.jquant.support.Workers;
import io.jquant.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedWeightsTest {
    @TempDir Path dir;

    @Test
    void emissionsThatShareScalesOfWeightsAreTheSameAsThoseThatDoNot() throws IOException {
        Model model =
                GraphText.parse(
                        """
                        x:float[1,4,16,16] ->
                          c = Conv(x, w:float[8,4,3,3], b:float[8]){pads=[1,1,1,1]};
                          r = Relu(c);
                          d = Conv(r, v:float[8,8,3,3], e:float[8]){pads=[1,1,1,1]};
                          s = Relu(d);
                          y = Conv(s, v, e){pads=[1,1,1,1]}
                        -> y:float[1,8,16,16]
                        """);
        PlanOptions options = PlanOptions.of(Targets.ONNXRUNTIME);
        Planner.prepare(model, options);
        CalibrationJob job =
                CalibrationJob.of(model, new Noise(4, 0, 1, 60), Planner.requests(model, options));
        List<NamedMethod> methods =
                RangeMethods.names().stream()
                        .map(n -> RangeMethods.find(n, RangeMethods.Options.DEFAULTS))
                        .toList();
        Observations seen = Calibrator.observe(job, methods);
        WeightMemo memo = new WeightMemo();
        for (RangeTable table : seen.ranges(methods, Workers.SERIAL)) {
            PlanOptions gridded = options.withGrid(RangeMethods.gridOf(table.method()));
            assertArrayEquals(
                    bytes(model, table, gridded, null),
                    bytes(model, table, gridded, memo),
                    table.method());
        }
    }

    private byte[] bytes(Model model, RangeTable table, PlanOptions options, WeightMemo memo)
            throws IOException {
        Model copy = model.copy();
        QdqEmitter.emit(copy, Planner.plan(copy, table, options), Workers.SERIAL, memo);
        Path file = dir.resolve("m.onnx");
        Files.deleteIfExists(file);
        ModelSaver.save(copy, file);
        return Files.readAllBytes(file);
    }
}
