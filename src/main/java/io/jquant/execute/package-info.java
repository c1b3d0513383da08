/** The interpreter: execution plan, memory, threads, taps for observers. */
package io.jquant.execute;
