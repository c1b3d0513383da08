/** Pictures: decoding to 8-bit pixels, turning, and the antialiased resize that Pillow defines. */
package io.jquant.image;
