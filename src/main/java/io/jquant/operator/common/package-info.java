/** What many operators share: axes, broadcasting, strided copies, loops over element types. */
package io.jquant.operator.common;
