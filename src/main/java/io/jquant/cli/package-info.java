/** The command line: one class per command, no logic. */
package io.jquant.cli;
