package org.gradcl.backend.jvm.product;

/** A finished part of a product; belongs to one thread, which uses it again and again. */
public final class Tile {
  /** The numbers, row by row: memory of the thread, or where C itself lies. */
  public float[] values;

  /** Where the first number is in {@link #values}. */
  public int offset;

  /** Distance of rows in {@link #values}. */
  public int stride;

  /** The number of the tile in the product, below {@link Product#tiles}. */
  public int number;

  /** Which matrix of the batch. */
  public int matrix;

  /** The first row. */
  public int row;

  /** The first column. */
  public int column;

  /** The number of rows. */
  public int rows;

  /** The number of columns. */
  public int columns;
}
