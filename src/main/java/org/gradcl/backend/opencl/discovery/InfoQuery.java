package org.gradcl.backend.opencl.discovery;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Asks platforms and devices for their properties. */
final class InfoQuery {
  /** No text of a driver is longer; a larger size is garbage. */
  private static final long LONGEST_TEXT = 1 << 20;

  private InfoQuery() {}

  static String text(cl_platform_id platform, int parameter) {
    long[] size = new long[1];
    check("clGetPlatformInfo", CL.clGetPlatformInfo(platform, parameter, 0, null, size));
    byte[] bytes = new byte[checkedSize("clGetPlatformInfo", size[0])];
    check(
        "clGetPlatformInfo",
        CL.clGetPlatformInfo(platform, parameter, bytes.length, Pointer.to(bytes), null));
    return decode(bytes);
  }

  static String text(cl_device_id device, int parameter) {
    return decode(bytes(device, parameter));
  }

  private static byte[] bytes(cl_device_id device, int parameter) {
    long[] size = new long[1];
    check("clGetDeviceInfo", CL.clGetDeviceInfo(device, parameter, 0, null, size));
    byte[] bytes = new byte[checkedSize("clGetDeviceInfo", size[0])];
    check(
        "clGetDeviceInfo",
        CL.clGetDeviceInfo(device, parameter, bytes.length, Pointer.to(bytes), null));
    return bytes;
  }

  /** A number of 4 or 8 bytes, as wide as the driver says. */
  static long number(cl_device_id device, int parameter) {
    long[] size = new long[1];
    check("clGetDeviceInfo", CL.clGetDeviceInfo(device, parameter, 0, null, size));
    byte[] bytes = new byte[8];
    if (size[0] != 4 && size[0] != 8) {
      throw new OpenClException(
          "clGetDeviceInfo(" + parameter + ", size " + size[0] + ")", CL.CL_INVALID_VALUE, "", "");
    }
    check(
        "clGetDeviceInfo", CL.clGetDeviceInfo(device, parameter, size[0], Pointer.to(bytes), null));
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    return size[0] == 4 ? Integer.toUnsignedLong(buffer.getInt(0)) : buffer.getLong(0);
  }

  /** The first of several sizes, each as wide as a pointer. */
  static long firstSize(cl_device_id device, int parameter) {
    byte[] bytes = bytes(device, parameter);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    if (bytes.length < Sizeof.size_t) {
      throw new OpenClException(
          "clGetDeviceInfo(" + parameter + ", size " + bytes.length + ")",
          CL.CL_INVALID_VALUE,
          "",
          "");
    }
    return Sizeof.size_t == 4 ? Integer.toUnsignedLong(buffer.getInt(0)) : buffer.getLong(0);
  }

  private static int checkedSize(String call, long size) {
    if (size < 0 || size > LONGEST_TEXT) {
      throw new OpenClException(call + "(size " + size + ")", CL.CL_INVALID_VALUE, "", "");
    }
    return (int) size;
  }

  private static String decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  private static void check(String call, int code) {
    OpenClException.check(call, code, "", "");
  }
}
