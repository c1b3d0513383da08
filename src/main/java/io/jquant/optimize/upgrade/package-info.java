/** How operators of older operator sets are written in newer ones. */
package io.jquant.optimize.upgrade;
