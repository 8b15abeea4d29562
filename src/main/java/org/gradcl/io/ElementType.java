package org.gradcl.io;

import org.gradcl.tensor.DataType;

/**
 * The element types that safetensors knows, by their names in a file. Only those with a {@link
 * DataType} can be read as numbers; the others are known so that the sizes of their tensors can be
 * checked.
 */
enum ElementType {
  F64(64, DataType.FLOAT64),
  F32(32, DataType.FLOAT32),
  I32(32, DataType.INT32),
  I64(64, null),
  U64(64, null),
  C64(64, null),
  U32(32, null),
  F16(16, null),
  BF16(16, null),
  I16(16, null),
  U16(16, null),
  I8(8, null),
  U8(8, null),
  BOOL(8, null),
  F8_E4M3(8, null),
  F8_E5M2(8, null),
  F8_E8M0(8, null),
  F8_E4M3FNUZ(8, null),
  F8_E5M2FNUZ(8, null),
  F6_E2M3(6, null),
  F6_E3M2(6, null),
  F4(4, null);

  private final int bits;
  private final DataType dataType;

  ElementType(int bits, DataType dataType) {
    this.bits = bits;
    this.dataType = dataType;
  }

  int bits() {
    return bits;
  }

  /** The type of a {@link org.gradcl.tensor.HostTensor} of these elements, or null. */
  DataType dataType() {
    return dataType;
  }

  static ElementType of(DataType dataType) {
    for (ElementType type : values()) {
      if (type.dataType == dataType) {
        return type;
      }
    }
    throw new IllegalArgumentException("Safetensors has no element type for " + dataType);
  }
}
