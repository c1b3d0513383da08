/** The passes of the optimizer, one file each. */
package io.jquant.optimize.pass;
