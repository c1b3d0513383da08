package io.jquant.data.numpy;

import io.jquant.support.IoReason;
import io.jquant.support.Problem;
import io.jquant.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An open {@code .npz} file: a zip of {@code .npy} files, stored or deflated. */
public final class Npz implements AutoCloseable {
    private static final String SUFFIX = ".npy";

    /** Deflate never shrinks by more than this factor (RFC 1951: 258 bytes in two bits). */
    private static final long BEST_RATIO = 1032;

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> arrays = new LinkedHashMap<>();

    private Npz(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry e = entries.nextElement();
            if (e.getName().endsWith(SUFFIX)) {
                String name = e.getName();
                arrays.put(name.substring(0, name.length() - SUFFIX.length()), e);
            }
        }
    }

    /**
     * Opens a file.
     *
     * @throws io.jquant.support.JquantException {@code NUMPY_BAD}, {@code DATA_UNREADABLE}
     */
    public static Npz open(Path file) {
        try {
            return new Npz(file, new ZipFile(file.toFile()));
        } catch (ZipException e) {
            throw Problem.NUMPY_BAD.because(e, file, "it is no zip file, or damaged");
        } catch (IOException e) {
            throw Problem.DATA_UNREADABLE.because(e, file, IoReason.of(e));
        } catch (IllegalArgumentException e) { // entry names that are no UTF-8
            throw Problem.NUMPY_BAD.because(e, file, "the names in it are damaged");
        }
    }

    /** The names of the arrays, in the order of the file. */
    public Collection<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    /**
     * Reads one array.
     *
     * @throws io.jquant.support.JquantException {@code NUMPY_BAD}, {@code DATA_UNREADABLE}
     */
    public Tensor read(String name) {
        ZipEntry e = arrays.get(name);
        if (e == null) {
            throw new IllegalArgumentException(file + " has no array " + name);
        }
        String what = file + ", array '" + name + "'";
        try {
            long packed = e.getCompressedSize();
            if (packed > Files.size(file) || e.getSize() < 0 || e.getSize() / BEST_RATIO > packed) {
                throw NpyHeader.bad(what, "the sizes in the zip's directory cannot be true");
            }
            try (InputStream in = new BufferedInputStream(zip.getInputStream(e))) {
                return NpyReader.read(in, e.getSize(), what);
            }
        } catch (ZipException x) {
            throw Problem.NUMPY_BAD.because(x, what, "its compressed data is damaged");
        } catch (IOException x) {
            throw Problem.DATA_UNREADABLE.because(x, what, IoReason.of(x));
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw Problem.DATA_UNREADABLE.because(e, file, IoReason.of(e));
        }
    }
}
