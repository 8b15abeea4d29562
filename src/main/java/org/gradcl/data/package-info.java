/**
 * Where samples come from: sources of batches, tables with their schema, CSV, shuffling, splits and
 * a linear baseline.
 *
 * <p>{@link org.gradcl.data.BatchSource} is the seam to training; users write their own. In memory
 * it is an {@link org.gradcl.data.ArrayDataSet}; sources are made of sources by mapping, taking,
 * splitting and concatenating, and say what they can do by their {@link org.gradcl.data.Capability
 * capabilities}. The way of a CSV file: {@link org.gradcl.data.CsvFile} reads a {@link
 * org.gradcl.data.Table}, a {@link org.gradcl.data.Split} divides its rows, a {@link
 * org.gradcl.data.TableSchema} is fitted to the training part and encodes every part as numbers.
 *
 * <p>All cells of a column decide what it holds. One without a value is refused, unless {@link
 * org.gradcl.data.CsvFile#allowMissing} makes it a missing value of the table: {@link
 * org.gradcl.data.Table#complete} leaves such rows out, or the schema says what stands for them
 * ({@link org.gradcl.data.MissingValues}).
 *
 * <p>For: feeding {@code train}. May use: {@code tensor}, {@code random}, {@code text}, {@code io},
 * FastCSV. May be used by: {@code train}, {@code cli}.
 *
 * <p>Threads: tables, schemas, splits, orders and data sets are immutable and safe for use by
 * several threads, as long as nobody writes into an array that was handed in. A {@link BatchSource}
 * of one's own must be safe, too; a {@link BatchCursor} and a {@link Sample} are for one thread at
 * a time.
 */
package org.gradcl.data;
