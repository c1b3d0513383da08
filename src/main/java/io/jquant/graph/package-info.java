/** The intermediate representation: models, graphs, nodes and values with def-use kept true. */
package io.jquant.graph;
