/**
 * Reads model files and tensors. A file is hostile until checked: lengths before allocation,
 * nesting, names, references, and where external data lies.
 */
package io.jquant.load;
