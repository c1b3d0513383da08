package io.jquant.conformance;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * One case of an archive of ONNX backend tests.
 *
 * @param name of its folder
 * @param op what it is filed under
 * @param tier 1 for what deployed models need
 * @param rtol relative tolerance of real numbers
 * @param atol absolute tolerance of real numbers
 * @param atolInt absolute tolerance of integers
 * @param files the files of the folder by name
 */
record ConformanceCase(
        String name,
        String op,
        int opset,
        int tier,
        double rtol,
        double atol,
        long atolInt,
        Map<String, byte[]> files) {

    /** The cases among the files of an archive, by name. */
    static Map<String, ConformanceCase> of(Map<String, byte[]> archive) {
        Map<String, Map<String, byte[]>> folders = new TreeMap<>();
        archive.forEach(
                (path, bytes) -> {
                    int slash = path.indexOf('/');
                    if (slash > 0 && !path.endsWith("/")) {
                        folders.computeIfAbsent(path.substring(0, slash), k -> new TreeMap<>())
                                .put(path.substring(slash + 1), bytes);
                    }
                });
        Map<String, ConformanceCase> out = new TreeMap<>();
        folders.forEach((name, files) -> out.put(name, read(name, files)));
        return out;
    }

    private static ConformanceCase read(String name, Map<String, byte[]> files) {
        try {
            Map<String, Object> json = JSON.std.mapFrom(files.get("case.json"));
            return new ConformanceCase(
                    name,
                    String.valueOf(json.get("op")),
                    number(json, "opset", 0).intValue(),
                    number(json, "tier", 1).intValue(),
                    number(json, "rtol", 1e-3).doubleValue(),
                    number(json, "atol", 1e-5).doubleValue(),
                    number(json, "atol_int", 0).longValue(),
                    files);
        } catch (IOException e) {
            throw new IllegalStateException(name + ": case.json cannot be read", e);
        }
    }

    private static Number number(Map<String, Object> json, String key, Number otherwise) {
        return json.get(key) instanceof Number n ? n : otherwise;
    }
}
