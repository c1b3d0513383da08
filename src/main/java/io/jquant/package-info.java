/** The library's front door. */
package io.jquant;
