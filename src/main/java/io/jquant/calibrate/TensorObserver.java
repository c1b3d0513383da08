package io.jquant.calibrate;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.List;

/**
 * Collects the statistics of one tensor from all samples; several threads may show it tensors at a
 * time. The even and the odd samples are kept apart, so that their ranges can be compared.
 */
final class TensorObserver {
    private static final int HALVES = 2;

    /**
     * Groups of samples whose histograms are kept apart where a method looks at samples: sample i
     * belongs to group i mod 16. With more samples than that a group is judged as one.
     */
    private static final int GROUPS = 16;

    private final TensorRequest request;
    private final BinLayout layout;
    private final Statistics[] halves = new Statistics[HALVES];
    private final ChannelAccumulator channels;
    private long samples;
    private int firstBad = Integer.MAX_VALUE;
    private ElementType notFloat;

    /**
     * @param layout the bins of the histograms that are kept
     */
    TensorObserver(TensorRequest request, BinLayout layout, Keeps keeps) {
        this.request = request;
        this.layout = keeps == Keeps.EXTREMES ? null : layout;
        for (int h = 0; h < HALVES; h++) {
            halves[h] =
                    keeps == Keeps.GROUPS
                            ? new Statistics(layout, GROUPS / HALVES)
                            : new Statistics(this.layout);
        }
        channels =
                request.channelAxis() == TensorRequest.NO_CHANNELS
                        ? null
                        : new ChannelAccumulator(request.channelAxis());
    }

    TensorRequest request() {
        return request;
    }

    /**
     * Looks at the tensor in one of the samples.
     *
     * @param counter the calling thread's, not looked at without a histogram
     */
    void observe(Tensor tensor, int sample, BinCounter counter) {
        if (tensor.type() != ElementType.FLOAT) {
            synchronized (this) {
                notFloat = tensor.type();
            }
            return;
        }
        float[] values = tensor.floats();
        int size = tensor.size();
        ChannelScan scan = scanChannels(tensor, values);
        Extremes extremes;
        if (scan != null) {
            extremes = scan.whole;
            if (extremes.reachFar()) {
                extremes.tellApart(values, 0, size);
            }
        } else {
            extremes = new Extremes();
            extremes.add(values, 0, size);
        }
        int group = sample / HALVES % (GROUPS / HALVES);
        if (layout != null) {
            count(values, size, extremes, halves[sample % HALVES], group, counter);
        }
        synchronized (this) {
            halves[sample % HALVES].add(extremes, group);
            if (extremes.finite() < extremes.count()) {
                firstBad = Math.min(firstBad, sample);
            }
            if (scan != null) {
                channels.add(scan);
            } else if (channels != null && size > 0) {
                channels.giveUp();
            }
        }
    }

    /** Counts values into the histograms, so many at a time as the counter takes. */
    private void count(
            float[] values,
            int size,
            Extremes extremes,
            Statistics half,
            int group,
            BinCounter counter) {
        int to;
        for (int from = 0; from < size; from = to) {
            to = Math.min(size - from, BinCounter.MOST_VALUES) + from;
            counter.count(values, from, to, extremes);
            synchronized (this) {
                half.add(counter, group);
            }
            counter.clear();
        }
    }

    /**
     * Takes the tensor to hold just the values of others, joined along the channel axis if channels
     * are kept apart. They have seen all their samples, and this observer none.
     */
    synchronized void gather(List<TensorObserver> parts) {
        for (TensorObserver part : parts) {
            if (part.samples() == 0) {
                return; // it was not computed, and so was the whole
            }
            notFloat = part.notFloat();
        }
        samples = parts.get(0).samples();
        for (TensorObserver part : parts) {
            for (int h = 0; h < HALVES; h++) {
                halves[h].mergeGroups(part.half(h));
            }
            firstBad = Math.min(firstBad, part.firstBad());
        }
        if (channels != null) {
            channels.join(parts.stream().map(p -> p.channels).toList());
        }
    }

    private ChannelScan scanChannels(Tensor tensor, float[] values) {
        if (channels == null || tensor.size() == 0) {
            return null;
        }
        synchronized (this) {
            if (channels.hasGivenUp()) {
                return null;
            }
        }
        int rank = tensor.rank();
        int axis = request.channelAxis() < 0 ? request.channelAxis() + rank : request.channelAxis();
        return axis < 0 || axis >= rank ? null : new ChannelScan(values, tensor.shape(), axis);
    }

    /** The tensor was seen in so many more samples. */
    synchronized void samplesEnded(int count) {
        samples += count;
    }

    synchronized long samples() {
        return samples;
    }

    /** The first sample with a value that is not finite, or a number beyond all samples. */
    synchronized int firstBad() {
        return firstBad;
    }

    /** The type of the tensor when it is not float32, otherwise null. */
    synchronized ElementType notFloat() {
        return notFloat;
    }

    /** The statistics of the even or of the odd samples. */
    synchronized Statistics half(int which) {
        return halves[which];
    }

    /** The statistics of all samples. */
    synchronized Statistics all() {
        Statistics all = new Statistics(layout);
        for (Statistics half : halves) {
            all.merge(half);
        }
        return all;
    }

    /** Extremes and counts of all samples. */
    synchronized Extremes extremes() {
        Extremes all = new Extremes();
        for (Statistics half : halves) {
            all.merge(half.extremes());
        }
        return all;
    }

    /** The statistics of the channels, or null. */
    synchronized ChannelStatistics channels() {
        return channels == null ? null : channels.statistics();
    }
}
