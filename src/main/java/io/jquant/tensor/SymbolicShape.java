package io.jquant.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A shape of known rank whose sizes may be symbols or unknown. */
public record SymbolicShape(List<Dimension> dims) {
    public SymbolicShape {
        dims = List.copyOf(dims);
    }

    public static SymbolicShape of(Shape shape) {
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            dims.add(Dimension.of(shape.longDim(i)));
        }
        return new SymbolicShape(dims);
    }

    public static SymbolicShape of(long... dims) {
        List<Dimension> out = new ArrayList<>();
        for (long d : dims) {
            out.add(Dimension.of(d));
        }
        return new SymbolicShape(out);
    }

    /** A shape of which only the rank is known. */
    public static SymbolicShape ofRank(int rank) {
        return new SymbolicShape(Collections.nCopies(rank, Dimension.UNKNOWN));
    }

    public int rank() {
        return dims.size();
    }

    /** An axis; negative axes count from the end. */
    public Dimension dim(int axis) {
        return dims.get(axis < 0 ? axis + dims.size() : axis);
    }

    /** The size of an axis, or -1 when it is not known; negative axes count from the end. */
    public long size(int axis) {
        return dim(axis).size();
    }

    public boolean isKnown() {
        return dims.stream().allMatch(Dimension::isKnown);
    }

    /** The shape when every size is known, else null. */
    public Shape shape() {
        return isKnown() ? Shape.of(dims.stream().mapToLong(Dimension::size).toArray()) : null;
    }

    @Override
    public String toString() {
        return dims.stream().map(Dimension::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
