package io.jquant.cli;

import io.jquant.support.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Progress on standard error: a bar when it is a terminal, otherwise one plain line every ten
 * seconds.
 *
 * <p>Own code, since the terminal libraries behind ready-made bars print warnings about native
 * access on newer JDKs.
 */
final class ConsoleProgress implements Progress {
    /**
     * The terminal's width in columns, set by the start script; absent when standard error is no
     * terminal.
     */
    static final String TERMINAL_PROPERTY = "jquant.terminal";

    private static final long LINE_EVERY = 10_000_000_000L;
    private static final long BAR_EVERY = 100_000_000L;

    private final PrintWriter err;
    private final int columns;
    private String stage = "";
    private long total;
    private long count;
    private long begun;
    private long shown;
    private boolean barVisible;

    ConsoleProgress(PrintWriter err) {
        this.err = err;
        this.columns = Integer.getInteger(TERMINAL_PROPERTY, 0);
    }

    @Override
    public synchronized void start(String newStage, long newTotal) {
        stage = newStage;
        total = newTotal;
        count = 0;
        begun = System.nanoTime();
        shown = begun;
        show(begun);
    }

    @Override
    public synchronized void advance(long n) {
        count += n;
        long now = System.nanoTime();
        if (now - shown >= (columns > 0 ? BAR_EVERY : LINE_EVERY)) {
            shown = now;
            show(now);
        }
    }

    @Override
    public synchronized void done() {
        if (barVisible) {
            err.print("\r" + " ".repeat(columns - 1) + "\r");
            err.flush();
            barVisible = false;
        }
    }

    private void show(long now) {
        String numbers = total > 0 ? String.format(Locale.ROOT, "%d/%d", count, total) : "";
        String left = remaining(now);
        if (columns == 0) {
            if (now != begun) {
                err.println(String.format(Locale.ROOT, "%s %s%s", stage, numbers, left).strip());
                err.flush();
            }
            return;
        }
        int room =
                Math.max(
                        0,
                        Math.min(
                                40,
                                columns - stage.length() - numbers.length() - left.length() - 6));
        int filled = total > 0 ? (int) (room * count / total) : 0;
        String bar = total > 0 ? "[" + "#".repeat(filled) + " ".repeat(room - filled) + "] " : "";
        String line = stage + " " + bar + numbers + left;
        err.print("\r" + line.substring(0, Math.min(line.length(), columns - 1)));
        err.flush();
        barVisible = true;
    }

    private String remaining(long now) {
        if (total <= 0 || count <= 0 || count >= total) {
            return "";
        }
        double seconds = (now - begun) / 1e9 * (total - count) / count;
        return seconds < 2 ? "" : String.format(Locale.ROOT, ", %.0f s left", seconds);
    }
}
