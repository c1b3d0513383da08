/** The graph optimizer: passes over a model, run to a fixpoint, checked and verified. */
package io.jquant.optimize;
