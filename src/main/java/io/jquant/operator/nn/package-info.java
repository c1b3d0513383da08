/** Layers of neural networks: activations, convolutions, pools, normalizations, recurrent cells. */
package io.jquant.operator.nn;
