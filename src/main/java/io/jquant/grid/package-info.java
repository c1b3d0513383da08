/** Arithmetic of the 8-bit grids: ranges, scales, zero points. */
package io.jquant.grid;
