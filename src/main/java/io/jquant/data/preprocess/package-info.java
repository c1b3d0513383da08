/** From pictures to tensors: the preprocess YAML, presets, options and their arithmetic. */
package io.jquant.data.preprocess;
