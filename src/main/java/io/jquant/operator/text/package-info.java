/** Operators on strings, and n-grams of tokens. */
package io.jquant.operator.text;
