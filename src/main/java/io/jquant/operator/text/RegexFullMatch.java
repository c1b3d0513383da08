package io.jquant.operator.text;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * RegexFullMatch: does a string match a pattern from end to end? Patterns are Java's, which contain
 * nearly all of RE2's; unlike RE2 they may try many ways, so their steps are counted.
 */
public final class RegexFullMatch implements Operator {
    private static final long MOST_STEPS = 5_000_000;

    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.BOOL, node.shape(0));
    }

    @Override
    public Object prepare(Preparation node) {
        return pattern(node);
    }

    private static Pattern pattern(NodeView node) {
        String text = node.attributes().getString("pattern", "");
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("pattern '" + text + "': " + e.getDescription(), e);
        }
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Pattern pattern = (Pattern) call.prepared();
        Tensor out = call.output(0, ElementType.BOOL, in.shape());
        for (int i = 0; i < in.size(); i++) {
            out.bytes()[i] = (byte) (matches(pattern, in.strings()[i]) ? 1 : 0);
        }
    }

    private static boolean matches(Pattern pattern, String s) {
        try {
            return pattern.matcher(new Counted(s, new long[1])).matches();
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("pattern '" + pattern + "' nests too deeply", e);
        }
    }

    /** A string that can be looked at only so many times. */
    private record Counted(CharSequence text, long[] steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps[0] > MOST_STEPS) {
                throw new IllegalArgumentException("the pattern takes too many steps to match");
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
