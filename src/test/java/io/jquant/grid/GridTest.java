package io.jquant.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class GridTest {
    @Provide
    Arbitrary<Range> ranges() {
        Arbitrary<Float> ends =
                Arbitraries.oneOf(
                        Arbitraries.floats().between(-1e3f, 1e3f),
                        Arbitraries.integers().map(Float::intBitsToFloat).filter(Float::isFinite),
                        Arbitraries.of(0f, 1e-30f, -1e-30f, 1e-38f, 6f, -1e9f));
        return Combinators.combine(ends, ends)
                .as((a, b) -> new Range(Math.min(a, b), Math.max(a, b)));
    }

    @Property
    void zeroIsExact(@ForAll("ranges") Range range, @ForAll Grid grid) {
        QuantParams p = grid.params(range);
        assertEquals(p.zeroPoint(), p.quantize(0f));
        assertEquals(0f, p.dequantize(p.zeroPoint()));
    }

    @Property
    void rangeIsCoveredWithinHalfAStep(@ForAll("ranges") Range range, @ForAll Grid grid) {
        QuantParams p = grid.params(range);
        Range r = range.withZero();
        double half = 0.5001 * p.scale(); // the scale is rounded to float
        if (Math.max(-(double) r.min(), r.max()) < 1e38) {
            assertTrue(p.low() <= r.min() + half, () -> p + " for " + range);
            assertTrue(p.high() >= r.max() - half, () -> p + " for " + range);
        }
    }

    @Property
    void noStepIsWasted(@ForAll("ranges") Range range) {
        QuantParams p = Grid.ASYMMETRIC.params(range);
        Range r = range.withZero();
        if (p.scale() > Float.MIN_NORMAL && r.min() < r.max()) {
            double slack = 0.5001 * p.scale();
            assertTrue(p.low() >= r.min() - slack, () -> p + " for " + range);
            assertTrue(p.high() <= r.max() + slack, () -> p + " for " + range);
        }
    }

    @Property
    void everythingOnTheGridIsFinite(@ForAll("ranges") Range range, @ForAll Grid grid) {
        QuantParams p = grid.params(range);
        assertTrue(Float.isFinite(p.low()) && Float.isFinite(p.high()), p::toString);
    }

    @Test
    void symmetricCentresTensorsWithBothSigns() {
        assertEquals(new QuantParams(2f / 127, 0), Grid.SYMMETRIC.params(new Range(-1, 2)));
        assertEquals(new QuantParams(2f / 127, 0), Grid.SYMMETRIC.params(new Range(-2, 1)));
    }

    @Test
    void oneSidedTensorsHaveTheWholeGridForTheirSide() {
        for (Grid grid : List.of(Grid.ASYMMETRIC, Grid.SYMMETRIC)) {
            assertEquals(new QuantParams(6f / 255, -128), grid.params(new Range(0, 6)));
            assertEquals(new QuantParams(6f / 255, -128), grid.params(new Range(2, 6)));
            assertEquals(new QuantParams(6f / 255, 127), grid.params(new Range(-6, 0)));
        }
    }

    @Test
    void centredHasZeroPointZeroOnEitherSideToo() {
        assertEquals(new QuantParams(6f / 127, 0), Grid.CENTRED.params(new Range(0, 6)));
        assertEquals(new QuantParams(6f / 127, 0), Grid.CENTRED.params(new Range(-6, 0)));
        assertEquals(new QuantParams(2f / 127, 0), Grid.CENTRED.params(new Range(-1, 2)));
        assertEquals(new QuantParams(1f, 0), Grid.CENTRED.params(new Range(0, 0)));
    }

    @Test
    void zeroPointIsRoundedWithTheRoundedScale() {
        QuantParams p = Grid.ASYMMETRIC.params(new Range(-1, 2));
        assertEquals(3f / 255, p.scale());
        assertEquals(-43, p.zeroPoint()); // −128 + rint(85.0000…)
    }

    @Test
    void constantsAreExact() {
        for (Grid grid : Grid.values()) {
            for (float c : new float[] {0.1f, -3.7f, 1e-3f, 255}) {
                QuantParams p = grid.params(new Range(c, c));
                assertEquals(c, p.dequantize(p.quantize(c)), Math.ulp(c));
            }
            assertEquals(new QuantParams(1, 0), grid.params(new Range(0, 0)));
        }
    }

    @Test
    void scalesAreNeverSubnormal() {
        for (Grid grid : Grid.values()) {
            QuantParams p = grid.params(new Range(-Float.MIN_VALUE, Float.MIN_NORMAL));
            assertEquals(Float.MIN_NORMAL, p.scale());
        }
    }

    @Test
    void greatestFloatsStayFinite() {
        for (Grid grid : Grid.values()) {
            QuantParams p = grid.params(new Range(-Float.MAX_VALUE, Float.MAX_VALUE));
            assertTrue(p.low() < -3.3e38f && p.high() > 3.3e38f, p::toString);
            QuantParams one = grid.params(new Range(0, Float.MAX_VALUE));
            float least = grid == Grid.CENTRED ? 3.3e38f : 3.4e38f; // code -128 is finite too
            assertTrue(one.high() > least && Float.isFinite(one.high()), one::toString);
        }
    }
}
