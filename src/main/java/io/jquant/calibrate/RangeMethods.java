package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.support.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The range methods by their names on the command line: a grid, a dash, and what is minimised. */
public final class RangeMethods {
    /** Asks for a choice among all methods, by simulation: see the room {@code recover}. */
    public static final String AUTO = "auto";

    /** What a user gets who does not choose. */
    public static final String DEFAULT = AUTO;

    /** What is taken where nothing can be judged: it does best most often. */
    public static final String USUAL = "asymmetric-mse";

    private static final List<Side> SIDES =
            List.of(new Side("symmetric", Grid.SYMMETRIC), new Side("asymmetric", Grid.ASYMMETRIC));

    private static final List<Entry> METHODS =
            List.of(
                    new Entry("min-max", o -> new MinMaxMethod()),
                    new Entry("percentile", o -> new PercentileMethod(o.percentile)),
                    new Entry("mse", o -> new MseMethod()),
                    new Entry("sqnr", o -> new SqnrMethod()),
                    new Entry("entropy", o -> new EntropyMethod()));

    private record Side(String name, Grid grid) {}

    private record Entry(String name, Function<Options, RangeMethod> make) {}

    /**
     * Settings that some of the methods read.
     *
     * @param percentile the percentage of the values that lie in the range, for {@code percentile}
     */
    public record Options(double percentile) {
        /** What holds when the user says nothing. */
        public static final Options DEFAULTS = new Options(99.99);
    }

    private RangeMethods() {}

    /** All names, in the order of the documentation. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Side side : SIDES) {
            for (Entry e : METHODS) {
                names.add(side.name + "-" + e.name);
            }
        }
        return names;
    }

    /**
     * The method of a name.
     *
     * @throws io.jquant.support.JquantException when there is none of this name
     */
    public static NamedMethod find(String name, Options options) {
        for (Side side : SIDES) {
            for (Entry e : METHODS) {
                if (name.equals(side.name + "-" + e.name)) {
                    return new NamedMethod(name, side.grid, e.make.apply(options));
                }
            }
        }
        throw Problem.METHOD_UNKNOWN.with(
                name,
                SIDES.stream().map(Side::name).collect(Collectors.joining("- or ")),
                METHODS.stream().map(Entry::name).collect(Collectors.joining(", ")),
                AUTO);
    }

    /** The grid of a table's method, {@code auto:} before it or not; asymmetric when unknown. */
    public static Grid gridOf(String tableMethod) {
        String name =
                tableMethod.startsWith(AUTO + ":")
                        ? tableMethod.substring(AUTO.length() + 1)
                        : tableMethod;
        for (Side side : SIDES) {
            if (name.startsWith(side.name + "-")) {
                return side.grid;
            }
        }
        return Grid.ASYMMETRIC;
    }
}
