/** Operators of the domain com.microsoft that exporters and quantizers of ONNX Runtime write. */
package io.jquant.operator.contrib;
