package io.jquant.operator.text;

import io.jquant.operator.NodeView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The n-grams that a TfIdfVectorizer counts.
 *
 * @param places the number of each n-gram in the pool
 * @param size how many there are in the pool
 * @param shortest length of the shortest n-grams that are counted
 * @param longest length of the longest
 * @param skips how many tokens may be left out between two of an n-gram
 */
record NGrams(Map<List<Object>, Integer> places, int size, int shortest, int longest, int skips) {
    /** Longer n-grams, and wider gaps, no vocabulary has. */
    private static final long MOST = 1000;

    static NGrams of(NodeView node) {
        List<Object> pool = pool(node);
        long[] starts = node.attributes().requireInts("ngram_counts");
        Map<List<Object>, Integer> places = new HashMap<>();
        int number = 0;
        for (int n = 1; n <= starts.length; n++) {
            long from = starts[n - 1];
            long to = n < starts.length ? starts[n] : pool.size();
            if (from < 0 || to < from || to > pool.size() || (to - from) % n != 0) {
                throw new IllegalArgumentException(
                        "ngram_counts do not fit a pool of " + pool.size());
            }
            for (int at = (int) from; at < to; at += n) {
                places.put(List.copyOf(pool.subList(at, at + n)), number++);
            }
        }
        return new NGrams(
                places,
                number,
                small(node, "min_gram_length"),
                small(node, "max_gram_length"),
                small(node, "max_skip_count"));
    }

    private static int small(NodeView node, String name) {
        long value = node.attributes().requireInt(name);
        if (value < 0 || value > MOST) {
            throw new IllegalArgumentException(name + " is " + value);
        }
        return (int) value;
    }

    private static List<Object> pool(NodeView node) {
        List<String> strings = node.attributes().getStrings("pool_strings");
        if (strings != null) {
            return new ArrayList<>(strings);
        }
        List<Object> out = new ArrayList<>();
        for (long token : node.attributes().requireInts("pool_int64s")) {
            out.add(token);
        }
        return out;
    }

    /** How often each n-gram of the pool occurs. Single tokens have no gaps to be counted with. */
    int[] count(List<Object> tokens) {
        int[] out = new int[size];
        for (int n = Math.max(1, shortest); n <= longest; n++) {
            for (int skip = 0; skip <= (n == 1 ? 0 : skips); skip++) {
                int span = (n - 1) * (skip + 1);
                for (int start = 0; start + span < tokens.size(); start++) {
                    List<Object> gram = new ArrayList<>();
                    for (int i = 0; i < n; i++) {
                        gram.add(tokens.get(start + i * (skip + 1)));
                    }
                    Integer place = places.get(gram);
                    if (place != null) {
                        out[place]++;
                    }
                }
            }
        }
        return out;
    }
}
