package io.jquant.support;

/** Is told how far long work has come; may be called from several threads. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE =
            new Progress() {
                @Override
                public void start(String stage, long total) {}

                @Override
                public void advance(long n) {}

                @Override
                public void done() {}
            };

    /**
     * A stage of work begins.
     *
     * @param stage what is done, in one or two words
     * @param total how many steps there are, 0 when not known
     */
    void start(String stage, long total);

    /** So many more steps are done. */
    void advance(long n);

    /** The stage has ended. */
    void done();
}
