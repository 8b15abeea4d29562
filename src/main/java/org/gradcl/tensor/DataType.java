package org.gradcl.tensor;

/** The type of a tensor's elements. Devices compute in {@link #FLOAT32}. */
public enum DataType {
  /** IEEE 754 single precision, 4 bytes; the type of every computation on a device. */
  FLOAT32(4),
  /** IEEE 754 double precision, 8 bytes; the type of reference computations. */
  FLOAT64(8),
  /** Signed 32-bit integer, 4 bytes. */
  INT32(4);

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /** {@return the size of one element in bytes} */
  public int bytes() {
    return bytes;
  }
}
