/** What each runtime wants of an INT8 file and what it runs in integers, as tables. */
package io.jquant.target;
