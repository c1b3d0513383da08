/**
 * From samples to ranges: observers, exact mergeable statistics, the range methods and the range
 * table.
 */
package io.jquant.calibrate;
