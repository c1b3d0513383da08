/** What a model takes, and the file names that belong to its inputs. */
package io.jquant.data.input;
