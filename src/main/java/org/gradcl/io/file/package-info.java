/**
 * Files that are replaced as a whole or not at all.
 *
 * <p>Not for programs. For: {@code io}, {@code train}, {@code cli}. May use: nothing. May be used
 * by: all rooms that write files.
 *
 * <p>Threads: files may be written by several threads, also one file; an {@link AtomicFile.Output}
 * is for one thread at a time.
 */
package org.gradcl.io.file;
