/**
 * Rows with named columns, and how they become numbers for a network and back.
 *
 * <p>A {@link org.gradcl.data.table.Table} is read from a file or built of columns; a {@link
 * org.gradcl.data.table.Split} divides its rows; a {@link org.gradcl.data.table.TableSchema} is
 * fitted to the training part, encodes every part, and turns predictions back into the data's own
 * units. It is saved with the model.
 *
 * <p>For: data of numbers and categories. May use: {@code data}, {@code random}, {@code text},
 * {@code io}. May be used by: {@code data.csv}, {@code train}, {@code cli}.
 *
 * <p>Threads: tables, columns, schemas and splits are immutable and safe for use by several
 * threads, as long as nobody writes into an array that was handed in.
 */
package org.gradcl.data.table;
