package io.jquant.simd;

import static io.jquant.simd.ScalarMath.*;
import static io.jquant.simd.Species.B;
import static io.jquant.simd.Species.F;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.allInts;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The functions of {@link ScalarMath}, operation by operation the same, over vectors. */
final class VectorMath {
    private VectorMath() {}

    static FloatVector exp(FloatVector v) {
        FloatVector x = v.min(all(EXP_MAX)).max(all(EXP_MIN));
        FloatVector shifted = x.fma(all(LOG2_E), all(MAGIC));
        FloatVector n = shifted.sub(all(MAGIC));
        FloatVector r = n.fma(all(-LN2_HIGH), x);
        r = n.fma(all(-LN2_LOW), r);
        FloatVector p = all(E6).fma(r, all(E5));
        p = p.fma(r, all(E4));
        p = p.fma(r, all(E3));
        p = p.fma(r, all(E2));
        p = p.fma(r, all(1f));
        p = p.fma(r, all(1f));
        IntVector i = shifted.reinterpretAsInts().sub(allInts(MAGIC_BITS));
        IntVector half = i.lanewise(VectorOperators.ASHR, 1);
        IntVector s1 = half.lanewise(VectorOperators.LSHL, 23).add(allInts(ONE_BITS));
        IntVector s2 = i.sub(half).lanewise(VectorOperators.LSHL, 23).add(allInts(ONE_BITS));
        return p.mul(s1.reinterpretAsFloats()).mul(s2.reinterpretAsFloats());
    }

    static FloatVector log(FloatVector x) {
        var tiny = x.compare(VectorOperators.LT, all(MIN_NORMAL));
        FloatVector scaled = x.blend(x.mul(all(TWO_23)), tiny);
        FloatVector offset = all(0f).blend(all(-23f), tiny);
        IntVector bits = scaled.reinterpretAsInts().sub(allInts(SQRT_HALF_BITS));
        IntVector exponent = bits.lanewise(VectorOperators.ASHR, 23).add(allInts(MAGIC_BITS));
        FloatVector k = exponent.reinterpretAsFloats().sub(all(MAGIC)).add(offset);
        IntVector mantissa = bits.and(allInts(0x7FFFFF)).add(allInts(SQRT_HALF_BITS));
        FloatVector f = mantissa.reinterpretAsFloats().sub(all(1f));
        FloatVector p = logPolynomial(f);
        FloatVector square = f.mul(f);
        FloatVector y = p.mul(f).fma(square, k.mul(all(LN2_LOW)));
        y = all(-0.5f).fma(square, y);
        y = k.fma(all(LN2_HIGH), f.add(y));
        y = x.blend(y, x.compare(VectorOperators.LT, all(Float.POSITIVE_INFINITY)));
        y = y.blend(all(Float.NEGATIVE_INFINITY), x.compare(VectorOperators.EQ, all(0f)));
        return y.blend(all(Float.NaN), x.compare(VectorOperators.LT, all(0f)));
    }

    /** On its own, since methods above 325 bytes are not inlined. */
    private static FloatVector logPolynomial(FloatVector f) {
        FloatVector p = all(L7).fma(f, all(L6));
        p = p.fma(f, all(L5));
        p = p.fma(f, all(L4));
        p = p.fma(f, all(L3));
        p = p.fma(f, all(L2));
        p = p.fma(f, all(L1));
        return p.fma(f, all(L0));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector c = x.min(all(TANH_MAX)).max(all(-TANH_MAX));
        FloatVector t = c.mul(c);
        FloatVector p = all(TP5).fma(t, all(TP4));
        p = p.fma(t, all(TP3));
        p = p.fma(t, all(TP2));
        p = p.fma(t, all(TP1));
        p = p.fma(t, all(1f));
        FloatVector q = all(TQ4).fma(t, all(TQ3));
        q = q.fma(t, all(TQ2));
        q = q.fma(t, all(TQ1));
        q = q.fma(t, all(1f));
        return c.mul(p).div(q).min(all(1f)).max(all(-1f));
    }

    /** The exponent in 1 - exp(…), which is erf of large arguments. */
    static FloatVector erfExponent(FloatVector x) {
        FloatVector a = x.abs().min(all(ERF_MAX));
        FloatVector g = all(EG6).fma(a, all(EG5));
        g = g.fma(a, all(EG4));
        g = g.fma(a, all(EG3));
        g = g.fma(a, all(EG2));
        g = g.fma(a, all(EG1));
        return negate(g.fma(a, all(EG0)));
    }

    /** erf, given the exponential of {@link #erfExponent}. */
    static FloatVector erf(FloatVector x, FloatVector e) {
        FloatVector a = x.abs().min(all(ERF_MAX));
        FloatVector t = a.mul(a);
        FloatVector s = all(EP6).fma(t, all(EP5));
        s = s.fma(t, all(EP4));
        s = s.fma(t, all(EP3));
        s = s.fma(t, all(EP2));
        s = s.fma(t, all(EP1));
        s = s.fma(t, all(EP0));
        s = s.fma(a, a);
        FloatVector l = all(1f).sub(e);
        return copySign(l.blend(s, a.compare(VectorOperators.LT, all(ERF_SPLIT))), x);
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(negate(x.abs()));
        FloatVector top = all(1f).blend(e, x.compare(VectorOperators.LT, all(0f)));
        return top.div(e.add(all(1f)));
    }

    static FloatVector mish(FloatVector x) {
        FloatVector e = exp(x.min(all(MISH_MAX)));
        FloatVector n = e.mul(e.add(all(2f)));
        FloatVector r = x.mul(n.div(n.add(all(2f))));
        return r.blend(x, x.compare(VectorOperators.GT, all(MISH_MAX)));
    }

    static FloatVector geluTanh(FloatVector x) {
        FloatVector cubic = x.mul(all(GELU_CUBIC)).fma(x.mul(x), x);
        FloatVector t = tanh(cubic.mul(all(SQRT_2_OVER_PI)));
        return x.mul(all(0.5f)).mul(t.add(all(1f)));
    }

    /** To the nearest integer: floats from 2^23 on have no fraction. */
    static FloatVector round(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector r = a.add(all(TWO_23)).sub(all(TWO_23));
        return copySign(a.blend(r, a.compare(VectorOperators.LT, all(TWO_23))), x);
    }

    static FloatVector floor(FloatVector x) {
        FloatVector r = round(x);
        return copySign(r.blend(r.sub(all(1f)), r.compare(VectorOperators.GT, x)), x);
    }

    static FloatVector ceil(FloatVector x) {
        FloatVector r = round(x);
        return copySign(r.blend(r.add(all(1f)), r.compare(VectorOperators.LT, x)), x);
    }

    /** Flips the sign, of zeros too. */
    static FloatVector negate(FloatVector x) {
        return x.reinterpretAsInts()
                .lanewise(VectorOperators.XOR, allInts(0x80000000))
                .reinterpretAsFloats();
    }

    static FloatVector clip(FloatVector x, FloatVector low, FloatVector high) {
        FloatVector v = x.blend(low, x.compare(VectorOperators.LT, low));
        return v.blend(high, v.compare(VectorOperators.GT, high));
    }

    private static FloatVector copySign(FloatVector magnitude, FloatVector sign) {
        IntVector m = magnitude.reinterpretAsInts().and(allInts(0x7FFFFFFF));
        IntVector s = sign.reinterpretAsInts().and(allInts(0x80000000));
        return m.or(s).reinterpretAsFloats();
    }

    /** Stores {@code round(clip(v, low, high)) + zero} as bytes; NaN becomes the lowest. */
    static void storeCodes(FloatVector v, float low, float high, int zero, byte[] y, int yOff) {
        FloatVector bounded = all(low).blend(v, v.compare(VectorOperators.GT, all(low)));
        bounded = bounded.min(all(high)).add(all(ScalarCodeLoops.ROUNDER));
        IntVector code = bounded.reinterpretAsInts().add(allInts(zero));
        ((ByteVector) code.convertShape(VectorOperators.I2B, B, 0)).intoArray(y, yOff);
    }

    /** The numbers as floats, rounded once. */
    static FloatVector floats(IntVector x) {
        return (FloatVector) x.convertShape(VectorOperators.I2F, F, 0);
    }
}
