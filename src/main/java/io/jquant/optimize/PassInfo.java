package io.jquant.optimize;

import java.util.Set;

/**
 * What is told of a pass.
 *
 * @param name as the options of the command line take it
 * @param summary one sentence: what the pass does
 * @param exactness how close the outputs stay
 * @param purpose where it runs when no passes are named
 * @param requires forms of the model that must hold before
 */
public record PassInfo(
        String name, String summary, Exactness exactness, Purpose purpose, Set<Stage> requires) {
    public PassInfo(String name, String summary, Exactness exactness, Stage... requires) {
        this(name, summary, exactness, Purpose.ALWAYS, Set.of(requires));
    }

    public PassInfo(
            String name, String summary, Exactness exactness, Purpose purpose, Stage... requires) {
        this(name, summary, exactness, purpose, Set.of(requires));
    }
}
