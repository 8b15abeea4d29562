package org.gradcl.backend;

/**
 * Stands for one run of an executable; its outputs can be read until the next run.
 *
 * @param run the number of the run, from 1
 */
public record Ticket(long run) {}
