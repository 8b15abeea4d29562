/**
 * The command line: commands, their output and their files.
 *
 * <p>For: people at a terminal and scripts. A command reads its options, calls the library, prints;
 * it computes nothing that a program could not get from the library. Errors are one message and an
 * exit code other than 0.
 *
 * <p>May use: everything but the backends, which are found by {@code ServiceLoader}; picocli,
 * XChart, progressbar, JLine, Logback, FastCSV. May be used by: nobody.
 *
 * <p>Threads: a command runs on the thread that calls it; what it computes with has threads of its
 * own.
 */
package org.gradcl.cli;
