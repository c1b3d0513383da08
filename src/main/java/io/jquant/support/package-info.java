/**
 * What every room uses: failures and their messages, bounded concurrency, progress, number
 * formatting.
 */
package io.jquant.support;
