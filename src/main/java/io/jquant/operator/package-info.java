/** What jquant knows of each ONNX operator: inference of types and shapes, and execution. */
package io.jquant.operator;
