/**
 * Where samples come from: sources of batches, tables with their schema, CSV, shuffling, splits and
 * a linear baseline.
 *
 * <p>{@link org.gradcl.data.BatchSource} is the seam to training; users write their own. In memory
 * it is an {@link org.gradcl.data.ArrayDataSet}. The way of a CSV file: {@link
 * org.gradcl.data.CsvFile} reads a {@link org.gradcl.data.Table}, a {@link org.gradcl.data.Split}
 * divides its rows, a {@link org.gradcl.data.TableSchema} is fitted to the training part and
 * encodes every part as numbers.
 *
 * <p>For: feeding {@code train}. May use: {@code tensor}, {@code random}. May be used by: {@code
 * train}, {@code cli}.
 */
package org.gradcl.data;
