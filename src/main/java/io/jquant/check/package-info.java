/** Conformance cases in the form of the ONNX backend tests: found, run and compared. */
package io.jquant.check;
