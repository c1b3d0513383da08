/**
 * Predicts what of a quantized model a runtime executes in integers: after the file, whoever wrote
 * it.
 */
package io.jquant.rewrite.lint;
