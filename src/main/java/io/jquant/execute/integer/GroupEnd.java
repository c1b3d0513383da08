package io.jquant.execute.integer;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a group: a QuantizeLinear with what stands between it and the operator before it,
 * clamps that rounding to codes does anyway, and moves of elements.
 */
final class GroupEnd {
    private final CodedGraph codes;
    private final Groups groups;
    private final Node q;

    GroupEnd(CodedGraph codes, Groups groups, Node q) {
        this.codes = codes;
        this.groups = groups;
        this.q = q;
    }

    /** Lets an integer kernel produce the codes, where there is one. */
    void rewrite() {
        Coded target = Coded.writtenBy(q);
        if (target == null || !target.isPerTensor()) {
            return;
        }
        Value result = q.output();
        Coded same = codes.coded(q.input(0));
        if (same != null && same.isOn(target)) {
            codes.add(q, q.name(), "", "Identity", new Attributes(), List.of(same.codes()), result);
            q.graph().removeNode(q);
            return;
        }
        List<Node> moves = new ArrayList<>();
        Value real = climb(target, moves);
        Node operator = real.producer();
        if (operator == null || operator.graph() != q.graph() || !isReadOnce(real)) {
            return;
        }
        KernelCall call = groups.toCodes(operator, target);
        if (call == null) {
            return;
        }
        Value at = moves.isEmpty() ? null : codes.fresh(real, target.type());
        for (int i = moves.size() - 1; i >= 0; i--) {
            Node move = moves.get(i);
            if (i == moves.size() - 1) {
                place(call, operator, at);
            }
            if (i > 0) {
                Value next = codes.fresh(move.output(), target.type());
                codes.add(q, move, at, next);
                at = next;
            } else {
                List<Value> inputs = new ArrayList<>(move.inputs());
                inputs.set(0, at);
                Attributes same0 = CodedGraph.copy(move.attributes());
                codes.add(q, move.name(), "", move.opType(), same0, inputs, result);
            }
        }
        if (moves.isEmpty()) {
            place(call, operator, result);
        }
        q.graph().removeNode(q);
    }

    private void place(KernelCall call, Node operator, Value output) {
        codes.add(
                q,
                operator.name(),
                call.domain(),
                call.type(),
                call.attributes(),
                call.inputs(),
                output);
    }

    /** The value before the clamps and moves. */
    private Value climb(Coded target, List<Node> moves) {
        Value at = q.input(0);
        while (at.producer() != null && at.graph() == q.graph() && isReadOnce(at)) {
            Node p = at.producer();
            if (Clamps.isDoneBy(target, p)) {
                at = p.input(0);
            } else if (CodedGraph.isMove(p) && !isElement(p)) {
                moves.add(p);
                at = p.input(0);
            } else {
                break;
            }
        }
        return at;
    }

    /** A move whose first input is a constant that others index. */
    private static boolean isElement(Node move) {
        return QdqNodes.constant(move.input(0)) != null;
    }

    private static boolean isReadOnce(Value v) {
        return QdqNodes.soleReader(v) != null;
    }
}
