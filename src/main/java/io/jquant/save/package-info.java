/** Writes model files. What came from a file and was not touched is written as it was there. */
package io.jquant.save;
