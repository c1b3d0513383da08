package io.jquant.simd;

/** The Vector API's form; made by name, since its module may be absent. */
public final class VectorSimd implements Simd {
    private final Tiles tiles = new VectorTiles();
    private final Taps taps = new VectorTaps();
    private final Arithmetic arithmetic = new VectorArithmetic();
    private final Functions functions = new VectorFunctions();
    private final Reductions reductions = new VectorReductions();
    private final Copies copies = new VectorCopies();
    private final CodeLoops codes = new VectorCodeLoops();

    /** Made once per process. */
    public VectorSimd() {}

    @Override
    public String description() {
        return "vectors of " + Species.BITS + " bits";
    }

    @Override
    public Tiles tiles() {
        return tiles;
    }

    @Override
    public Taps taps() {
        return taps;
    }

    @Override
    public Arithmetic arithmetic() {
        return arithmetic;
    }

    @Override
    public Functions functions() {
        return functions;
    }

    @Override
    public Reductions reductions() {
        return reductions;
    }

    @Override
    public Copies copies() {
        return copies;
    }

    @Override
    public CodeLoops codes() {
        return codes;
    }
}
