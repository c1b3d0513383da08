package io.jquant.simd;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The vector form at every width inside one process. Its species are static constants, so each
 * width gets a class loader with its own copy of the classes; the public types are shared.
 */
final class Widths {
    private static final Set<String> SHARED =
            Set.of(
                    "Simd",
                    "Tiles",
                    "Taps",
                    "Arithmetic",
                    "Functions",
                    "Reductions",
                    "Copies",
                    "CodeLoops",
                    "Unary",
                    "Binary");

    private Widths() {}

    /** Vectors of 128, 256 and 512 bits. */
    static Stream<Simd> all() {
        return Stream.of("128", "256", "512").map(Widths::of);
    }

    private static Simd of(String bits) {
        String before = System.getProperty(SimdChoice.PROPERTY);
        System.setProperty(SimdChoice.PROPERTY, bits);
        try {
            return SimdChoice.load(new Loader());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        } finally {
            if (before == null) {
                System.clearProperty(SimdChoice.PROPERTY);
            } else {
                System.setProperty(SimdChoice.PROPERTY, before);
            }
        }
    }

    private static final class Loader extends ClassLoader {
        private static final String PREFIX = "io.jquant.simd.";

        Loader() {
            super(Widths.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PREFIX) || SHARED.contains(name.substring(PREFIX.length()))) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in =
                    getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
