package io.jquant;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the rooms of docs/architecture.md apart: who may know whom is stated here once. */
class ArchitectureTest {
    /** Room → the rooms it may know, beside itself and {@code support}. */
    private static final Map<String, List<String>> MAY_KNOW =
            Map.ofEntries(
                    Map.entry("support", List.of()),
                    Map.entry("tensor", List.of()),
                    Map.entry("simd", List.of()),
                    Map.entry("image", List.of()),
                    Map.entry("kernel", List.of("simd")),
                    Map.entry("graph", List.of("tensor")),
                    Map.entry("grid", List.of("tensor")),
                    Map.entry("target", List.of("grid", "tensor")),
                    Map.entry("operator", List.of("kernel", "image", "grid", "graph", "tensor")),
                    Map.entry("execute", List.of("operator", "kernel", "graph", "tensor")),
                    Map.entry("wire", List.of("proto", "graph", "tensor")),
                    Map.entry("load", List.of("proto", "wire", "graph", "tensor")),
                    Map.entry("save", List.of("proto", "wire", "graph", "tensor")),
                    Map.entry(
                            "optimize",
                            List.of("execute", "operator", "target", "graph", "tensor")),
                    Map.entry("check", List.of("execute", "load", "graph", "tensor")),
                    Map.entry("data", List.of("load", "image", "tensor")),
                    Map.entry(
                            "calibrate",
                            List.of(
                                    "execute", "data", "grid", "graph", "kernel", "simd",
                                    "tensor")),
                    Map.entry(
                            "recover",
                            List.of(
                                    "rewrite",
                                    "calibrate",
                                    "optimize",
                                    "execute",
                                    "data",
                                    "operator",
                                    "kernel",
                                    "target",
                                    "grid",
                                    "graph",
                                    "tensor")),
                    Map.entry("rewrite", List.of("calibrate", "target", "grid", "graph", "tensor")),
                    Map.entry(
                            "report",
                            List.of(
                                    "",
                                    "calibrate",
                                    "optimize",
                                    "recover",
                                    "rewrite",
                                    "target",
                                    "grid",
                                    "graph",
                                    "tensor")),
                    Map.entry(
                            "",
                            List.of(
                                    "calibrate",
                                    "data",
                                    "execute",
                                    "graph",
                                    "grid",
                                    "kernel",
                                    "load",
                                    "operator",
                                    "optimize",
                                    "recover",
                                    "rewrite",
                                    "save",
                                    "simd",
                                    "target",
                                    "tensor")),
                    Map.entry(
                            "cli",
                            List.of(
                                    "",
                                    "calibrate",
                                    "check",
                                    "data",
                                    "execute",
                                    "graph",
                                    "grid",
                                    "kernel",
                                    "load",
                                    "operator",
                                    "optimize",
                                    "recover",
                                    "report",
                                    "rewrite",
                                    "save",
                                    "simd",
                                    "target",
                                    "tensor")));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.jquant");
    }

    @Test
    void everyRoomKnowsOnlyWhatItMay() {
        Map<String, Set<String>> against = new TreeMap<>();
        for (JavaClass c : classes) {
            String from = room(c);
            if (from.equals("proto")) {
                continue;
            }
            assertTrue(
                    MAY_KNOW.containsKey(from),
                    () -> "a room that the table does not name: " + from);
            c.getDirectDependenciesFromSelf().stream()
                    .map(d -> d.getTargetClass().getBaseComponentType())
                    .filter(t -> t.getPackageName().startsWith("io.jquant"))
                    .filter(t -> !room(t).equals(from) && !room(t).equals("support"))
                    .filter(t -> !MAY_KNOW.get(from).contains(room(t)))
                    .forEach(
                            t ->
                                    against.computeIfAbsent(
                                                    from + " -> " + room(t), k -> new TreeSet<>())
                                            .add(c.getSimpleName() + " -> " + t.getSimpleName()));
        }
        assertEquals(Map.of(), against);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("io.jquant.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyLoadSaveAndWireKnowProtobuf() {
        noClasses()
                .that(
                        resideInAPackage("io.jquant..")
                                .and(resideInAPackage("io.jquant.load..").negate())
                                .and(resideInAPackage("io.jquant.save..").negate())
                                .and(resideInAPackage("io.jquant.wire..").negate())
                                .and(resideInAPackage("io.jquant.proto..").negate()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", "io.jquant.proto..")
                .check(classes);
    }

    @Test
    void onlySimdKnowsTheVectorApi() {
        noClasses()
                .that(
                        resideInAPackage("io.jquant..")
                                .and(resideInAPackage("io.jquant.simd..").negate()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .check(classes);
    }

    /** The first package below io.jquant; empty for io.jquant itself. */
    private static String room(JavaClass c) {
        String rest = c.getPackageName().substring("io.jquant".length());
        return rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
    }
}
