/**
 * CSV files as tables.
 *
 * <p>{@link org.gradcl.data.csv.CsvFile} reads twice: the first pass looks at all cells to decide
 * the kind of each column and refuses what fits none, by file, line, column and cell; the second
 * fills a {@link org.gradcl.data.table.Table}. What is no CSV in UTF-8 is named for what it is.
 *
 * <p>A cell without a value is refused, unless {@link org.gradcl.data.csv.CsvFile#allowMissing}
 * makes it a missing value of the table: {@link org.gradcl.data.table.Table#complete} leaves such
 * rows out, or the schema says what stands for them ({@link org.gradcl.data.table.MissingValues}).
 *
 * <p>For: programs and the command line. May use: {@code data.table} and what it may use, FastCSV.
 * May be used by: {@code cli}.
 *
 * <p>Threads: what says how a file is to be read is immutable and safe for use by several threads.
 */
package org.gradcl.data.csv;
