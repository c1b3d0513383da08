package io.jquant.graph;

/**
 * What a file says of an object beyond what the graph interprets (unknown fields, documentation,
 * how a tensor was stored), kept so that saving gives it back. Only the loader makes these and only
 * the saver reads them.
 */
public interface Carried {}
