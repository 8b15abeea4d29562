/**
 * CSV files as tables.
 *
 * <p>{@link org.gradcl.data.csv.CsvFile} reads a file twice: the first pass looks at all cells to
 * decide the kind of each column, and refuses cells that do not fit, with file, line, column and
 * cell; the second fills a {@link org.gradcl.data.table.Table}. Files in other formats and
 * encodings are refused by name.
 *
 * <p>A cell without a value is refused, unless {@link org.gradcl.data.csv.CsvFile#allowMissing}
 * makes it a missing value of the table: {@link org.gradcl.data.table.Table#complete} leaves such
 * rows out, or the schema says what stands for them ({@link org.gradcl.data.table.MissingValues}).
 *
 * <p>For: programs and the command line. May use: {@code data.table} and what it may use, FastCSV.
 * May be used by: {@code cli}.
 *
 * <p>Threads: all public types are immutable and safe for use by several threads.
 */
package org.gradcl.data.csv;
