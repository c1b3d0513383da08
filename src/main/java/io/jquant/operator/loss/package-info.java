/** Losses of classifiers. */
package io.jquant.operator.loss;
