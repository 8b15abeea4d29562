package org.gradcl.data;

/**
 * The two parts of a source that was split: each sample is in exactly one of them.
 *
 * @param first the part whose share was given
 * @param rest all other samples
 */
public record SourceSplit(BatchSource first, BatchSource rest) {}
