package io.jquant.simd;

import java.lang.reflect.InvocationTargetException;
import org.slf4j.LoggerFactory;

/** Chooses the form of {@link Simd} once, when it is first asked for. */
final class SimdChoice {
    static final String PROPERTY = "jquant.simd";

    /** By name, because it links to a module that may be absent. */
    private static final String VECTOR_CLASS = "io.jquant.simd.VectorSimd";

    static final Simd CHOSEN;
    static final CodeLoops CODES;

    static {
        String wish = System.getProperty(PROPERTY, "auto");
        if (wish.equals("scalar")) {
            CHOSEN = new ScalarSimd();
        } else {
            String reason = obstacle();
            Simd vector = null;
            if (reason == null) {
                try {
                    vector = load(SimdChoice.class.getClassLoader());
                } catch (ReflectiveOperationException | LinkageError e) {
                    reason = "the Vector API did not start: " + e;
                }
            }
            if (vector == null) {
                LoggerFactory.getLogger(Simd.class)
                        .warn(
                                "no vectors are computed with, which takes several times as long: {}",
                                reason);
            }
            CHOSEN = vector == null ? new ScalarSimd() : vector;
        }
        CODES =
                CHOSEN instanceof ScalarSimd
                        ? CHOSEN.codes()
                        : new TieredCodeLoops(new ScalarCodeLoops(), CHOSEN.codes());
    }

    private SimdChoice() {}

    static Simd load(ClassLoader loader) throws ReflectiveOperationException {
        try {
            Class<?> found = Class.forName(VECTOR_CLASS, true, loader);
            return (Simd) found.getDeclaredConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(String.valueOf(e.getCause()), e);
        }
    }

    /** What speaks against vectors in this process; null for nothing. */
    private static String obstacle() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return "the module jdk.incubator.vector is absent"
                    + " (java --add-modules jdk.incubator.vector)";
        }
        String vm = System.getProperty("java.vm.info", "");
        if (vm.contains("interpreted") || vm.contains("emulated-client")) {
            return "the optimizing compiler is off (" + vm + ")";
        }
        if (!Fma.HARDWARE) {
            return "the CPU has no fused multiply-add";
        }
        return null;
    }
}
