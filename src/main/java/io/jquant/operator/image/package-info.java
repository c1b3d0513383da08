/** Pictures as tensors. */
package io.jquant.operator.image;
