/** Fourier transforms, windows and mel filters. */
package io.jquant.operator.signal;
