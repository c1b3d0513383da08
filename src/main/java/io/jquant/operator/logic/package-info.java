/** Comparisons and logic. */
package io.jquant.operator.logic;
