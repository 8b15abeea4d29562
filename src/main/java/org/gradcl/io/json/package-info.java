/**
 * JSON for the project's own files: texts in the metadata of checkpoints, schemas of tables,
 * records of runs. {@link org.gradcl.io.json.Json} reads and writes it, {@link
 * org.gradcl.io.json.Fields} checks each field of an object that may come from anyone.
 *
 * <p>Not for programs: what a file holds is read by the type that it describes.
 *
 * <p>For: {@code data.table}, {@code train}, {@code cli}. May use: jackson-core. May be used by:
 * all rooms that write or read files.
 *
 * <p>Threads: all types are immutable or keep nothing, and are safe for use by several threads.
 */
package org.gradcl.io.json;
