package io.jquant.simd;

import static io.jquant.simd.Species.F;
import static io.jquant.simd.Species.L;

import jdk.incubator.vector.FloatVector;

/** Tiles of 6 rows, for 16 registers on JDK 17. */
final class Tile6 {
    private Tile6() {}

    static void wide(
            int k,
            float[] a,
            int aOff,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean accumulate) {
        FloatVector c0x = FloatVector.zero(F);
        FloatVector c0y = c0x;
        FloatVector c1x = c0x;
        FloatVector c1y = c0x;
        FloatVector c2x = c0x;
        FloatVector c2y = c0x;
        FloatVector c3x = c0x;
        FloatVector c3y = c0x;
        FloatVector c4x = c0x;
        FloatVector c4y = c0x;
        FloatVector c5x = c0x;
        FloatVector c5y = c0x;
        if (accumulate) {
            int at = cOff;
            c0x = FloatVector.fromArray(F, c, at);
            c0y = FloatVector.fromArray(F, c, at + L);
            at += ldc;
            c1x = FloatVector.fromArray(F, c, at);
            c1y = FloatVector.fromArray(F, c, at + L);
            at += ldc;
            c2x = FloatVector.fromArray(F, c, at);
            c2y = FloatVector.fromArray(F, c, at + L);
            at += ldc;
            c3x = FloatVector.fromArray(F, c, at);
            c3y = FloatVector.fromArray(F, c, at + L);
            at += ldc;
            c4x = FloatVector.fromArray(F, c, at);
            c4y = FloatVector.fromArray(F, c, at + L);
            at += ldc;
            c5x = FloatVector.fromArray(F, c, at);
            c5y = FloatVector.fromArray(F, c, at + L);
        }
        int ai = aOff;
        int bi = bOff;
        for (int p = 0; p < k; p++) {
            FloatVector bx = FloatVector.fromArray(F, b, bi);
            FloatVector by = FloatVector.fromArray(F, b, bi + L);
            FloatVector x = FloatVector.broadcast(F, a[ai]);
            c0x = x.fma(bx, c0x);
            c0y = x.fma(by, c0y);
            x = FloatVector.broadcast(F, a[ai + 1]);
            c1x = x.fma(bx, c1x);
            c1y = x.fma(by, c1y);
            x = FloatVector.broadcast(F, a[ai + 2]);
            c2x = x.fma(bx, c2x);
            c2y = x.fma(by, c2y);
            x = FloatVector.broadcast(F, a[ai + 3]);
            c3x = x.fma(bx, c3x);
            c3y = x.fma(by, c3y);
            x = FloatVector.broadcast(F, a[ai + 4]);
            c4x = x.fma(bx, c4x);
            c4y = x.fma(by, c4y);
            x = FloatVector.broadcast(F, a[ai + 5]);
            c5x = x.fma(bx, c5x);
            c5y = x.fma(by, c5y);
            ai += 6;
            bi += 2 * L;
        }
        int at = cOff;
        c0x.intoArray(c, at);
        c0y.intoArray(c, at + L);
        at += ldc;
        c1x.intoArray(c, at);
        c1y.intoArray(c, at + L);
        at += ldc;
        c2x.intoArray(c, at);
        c2y.intoArray(c, at + L);
        at += ldc;
        c3x.intoArray(c, at);
        c3y.intoArray(c, at + L);
        at += ldc;
        c4x.intoArray(c, at);
        c4y.intoArray(c, at + L);
        at += ldc;
        c5x.intoArray(c, at);
        c5y.intoArray(c, at + L);
    }

    static void narrow(
            int k,
            float[] a,
            int aOff,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean accumulate) {
        FloatVector c0 = FloatVector.zero(F);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector c4 = c0;
        FloatVector c5 = c0;
        if (accumulate) {
            int at = cOff;
            c0 = FloatVector.fromArray(F, c, at);
            at += ldc;
            c1 = FloatVector.fromArray(F, c, at);
            at += ldc;
            c2 = FloatVector.fromArray(F, c, at);
            at += ldc;
            c3 = FloatVector.fromArray(F, c, at);
            at += ldc;
            c4 = FloatVector.fromArray(F, c, at);
            at += ldc;
            c5 = FloatVector.fromArray(F, c, at);
        }
        int ai = aOff;
        int bi = bOff;
        for (int p = 0; p < k; p++) {
            FloatVector bx = FloatVector.fromArray(F, b, bi);
            FloatVector x = FloatVector.broadcast(F, a[ai]);
            c0 = x.fma(bx, c0);
            x = FloatVector.broadcast(F, a[ai + 1]);
            c1 = x.fma(bx, c1);
            x = FloatVector.broadcast(F, a[ai + 2]);
            c2 = x.fma(bx, c2);
            x = FloatVector.broadcast(F, a[ai + 3]);
            c3 = x.fma(bx, c3);
            x = FloatVector.broadcast(F, a[ai + 4]);
            c4 = x.fma(bx, c4);
            x = FloatVector.broadcast(F, a[ai + 5]);
            c5 = x.fma(bx, c5);
            ai += 6;
            bi += L;
        }
        int at = cOff;
        c0.intoArray(c, at);
        at += ldc;
        c1.intoArray(c, at);
        at += ldc;
        c2.intoArray(c, at);
        at += ldc;
        c3.intoArray(c, at);
        at += ldc;
        c4.intoArray(c, at);
        at += ldc;
        c5.intoArray(c, at);
    }
}
