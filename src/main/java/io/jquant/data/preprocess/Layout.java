package io.jquant.data.preprocess;

/** Where the channels of a picture stand in a tensor; N is a batch axis of 1. */
public enum Layout {
    NCHW,
    NHWC
}
