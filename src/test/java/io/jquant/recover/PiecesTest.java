package io.jquant.recover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private static Tensor boxesAndScores(int rows, int columns, double box) {
        Random random = new Random(5);
        float[] x = new float[rows * columns];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (random.nextDouble() * (i % columns < 4 ? box : 1));
        }
        return Tensor.of(Shape.of(1, rows, columns), x);
    }

    @Test
    void boxesBesideScoresArePiecesOfTheirOwn() {
        Pieces p = Pieces.of(List.of(boxesAndScores(100, 6, 300)));
        assertEquals(2, p.axis());
        assertArrayEquals(new int[] {1, 1, 1, 1, 0, 0}, p.piece());
        Tensor want = boxesAndScores(100, 6, 300);
        float[] x = want.floats().clone();
        x[4] += 1;
        double[] signal = new double[3];
        double[] noise = new double[3];
        p.add(want, Tensor.of(want.shape(), x), signal, noise, 1);
        assertEquals(1, noise[1], 1e-6);
        assertEquals(0, noise[2]);
    }

    @Test
    void whatIsOfOneMagnitudeIsOnePiece() {
        assertEquals(1, Pieces.of(List.of(boxesAndScores(100, 6, 2))).count());
    }

    @Test
    void scoresOfAClassifierAreOnePiece() {
        float[] x = {1e-6f, 0.9f, 1e-5f, 0.1f, 0f, 1e-8f};
        assertEquals(1, Pieces.of(List.of(Tensor.of(Shape.of(1, 6), x))).count());
    }
}
