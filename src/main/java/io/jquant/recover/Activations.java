package io.jquant.recover;

import io.jquant.calibrate.Activation;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;

/** Finds the activation that a tensor feeds. */
final class Activations {
    private Activations() {}

    /** The first activation among a tensor's readers, or null. */
    static Activation behind(Value v) {
        for (Use u : v.uses()) {
            Activation a = u.index() == 0 && u.node().domain().isEmpty() ? of(u.node()) : null;
            if (a != null) {
                return a;
            }
        }
        return null;
    }

    private static Activation of(Node n) {
        return switch (n.opType()) {
            case "Sigmoid" -> isGate(n) ? Activation.silu(1) : Activation.sigmoid();
            case "Swish" -> Activation.silu(number(n, "alpha", 1));
            case "HardSwish" -> Activation.hardSwish(1.0 / 6, 0.5);
            case "HardSigmoid" -> {
                double alpha = number(n, "alpha", 0.2f);
                double beta = number(n, "beta", 0.5f);
                yield isGate(n)
                        ? Activation.hardSwish(alpha, beta)
                        : Activation.hardSigmoid(alpha, beta);
            }
            case "Softmax" -> Activation.softmax();
            default -> null;
        };
    }

    private static double number(Node n, String attribute, float usual) {
        return n.attributes().getFloat(attribute, usual);
    }

    /** Is the result multiplied with what it was made of? */
    private static boolean isGate(Node n) {
        Value v = n.input(0);
        for (Use u : n.output(0).uses()) {
            if (u.node().is("Mul") && u.node().input(1 - u.index()) == v) {
                return true;
            }
        }
        return false;
    }
}
