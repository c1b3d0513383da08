package io.jquant.kernel;

import io.jquant.support.Workers;

/** One convolution by products with patches, cut into blocks that workers make on their own. */
final class ConvCall {
    /** Panels of rows below which packing the patches again does not pay. */
    private static final int FEWEST_PANELS = 4;

    private final ConvPlan plan;
    private final PackedLeft[] matrices;
    private final int inPerGroup;
    private final float[] x;
    private final int xOff;
    private final float[] y;
    private final int yOff;
    private final Ending ending;

    ConvCall(
            ConvPlan plan,
            PackedLeft[] matrices,
            int inPerGroup,
            float[] x,
            int xOff,
            float[] y,
            int yOff,
            Ending ending) {
        this.plan = plan;
        this.matrices = matrices;
        this.inPerGroup = inPerGroup;
        this.x = x;
        this.xOff = xOff;
        this.y = y;
        this.yOff = yOff;
        this.ending = ending;
    }

    void run(int batch, Workers workers) {
        int blocks = plan.patches.blocks();
        int outPlanes = plan.outPlanes;
        int products = Math.multiplyExact(batch * matrices.length, outPlanes);
        int tasks = products * blocks;
        int panels = matrices[0].panels.count();
        int parts = 1;
        if (workers.threads() > 1 && tasks < 3 * workers.threads()) {
            int wanted = (3 * workers.threads() + tasks - 1) / tasks;
            parts = Math.max(1, Math.min(wanted, panels / FEWEST_PANELS));
        }
        int rowParts = parts;
        workers.forEach(
                tasks * rowParts,
                t -> {
                    int part = t % rowParts;
                    int block = t / rowParts % blocks;
                    int product = t / rowParts / blocks;
                    int first = (int) ((long) panels * part / rowParts);
                    int last = (int) ((long) panels * (part + 1) / rowParts);
                    block(product / outPlanes, product % outPlanes, block, first, last);
                });
    }

    /**
     * One block.
     *
     * @param imageAndGroup image times groups plus group
     */
    private void block(int imageAndGroup, int outPlane, int block, int first, int last) {
        int group = imageAndGroup % matrices.length;
        PackedLeft weights = matrices[group];
        int from = xOff + imageAndGroup * inPerGroup * plan.inPlanes * plan.inPlane;
        int virtual = plan.planes.length / plan.outPlanes;
        int ldc = plan.outPlanes * plan.outPlane;
        int to =
                yOff
                        + imageAndGroup * weights.m * ldc
                        + outPlane * plan.outPlane
                        + plan.patches.first(block);
        new PatchProduct(plan.patches, weights, x, from, plan.planes, outPlane * virtual)
                .block(block, first, last, y, to, ldc);
        int top = weights.panels.starts[first];
        int rows = Math.min(weights.m, weights.panels.starts[last]) - top;
        int at = to + top * ldc;
        int pixels = plan.patches.pixels(block);
        ending.apply(group * weights.m + top, rows, 0, pixels, y, at, ldc, y, yOff, at, ldc);
    }
}
