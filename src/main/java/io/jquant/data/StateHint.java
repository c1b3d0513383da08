package io.jquant.data;

import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.tensor.SymbolicShape;

/** Guesses which output of a stateful model an input without data is to be fed from. */
final class StateHint {
    private StateHint() {}

    /** The output of the input's type and shape whose name begins most like it, or null. */
    static String outputFor(ModelInput input, ModelInputs model) {
        String best = null;
        int bestLength = -1;
        for (ModelInput o : model.outputs()) {
            if (o.type() == input.type() && agree(o.shape(), input.shape())) {
                int length = commonStart(o.name(), input.name());
                if (length > bestLength) {
                    best = o.name();
                    bestLength = length;
                }
            }
        }
        return best;
    }

    private static boolean agree(SymbolicShape a, SymbolicShape b) {
        if (a == null || b == null || a.rank() != b.rank() || a.rank() == 0) {
            return false;
        }
        for (int i = 0; i < a.rank(); i++) {
            if (a.dim(i).isKnown() && b.dim(i).isKnown() && a.size(i) != b.size(i)) {
                return false;
            }
        }
        return true;
    }

    private static int commonStart(String a, String b) {
        int n = 0;
        while (n < a.length() && n < b.length() && a.charAt(n) == b.charAt(n)) {
            n++;
        }
        return n;
    }
}
