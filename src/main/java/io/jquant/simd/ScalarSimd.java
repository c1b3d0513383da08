package io.jquant.simd;

/** Plain Java: for processes without the Vector API, and what the vector form is tested against. */
final class ScalarSimd implements Simd {
    private final Tiles tiles = new ScalarTiles();
    private final Taps taps = new ScalarTaps();
    private final Arithmetic arithmetic = new ScalarArithmetic();
    private final Functions functions = new ScalarFunctions();
    private final Reductions reductions = new ScalarReductions();
    private final Copies copies = new ScalarCopies();
    private final CodeLoops codes = new ScalarCodeLoops();

    @Override
    public String description() {
        return "scalar";
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
