package org.gradcl.backend.opencl.discovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradcl.backend.Candidate.Rejection;
import org.gradcl.device.DeviceDescription;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans all platforms and devices. A driver that fails becomes an entry with a reason; the scan
 * itself never fails.
 */
public final class DeviceScan {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceScan.class);

  /**
   * All devices. JOCL's constant is the int −1, which would widen to 64 bits of ones, which some
   * drivers refuse.
   */
  private static final long ALL_DEVICES = 0xFFFFFFFFL;

  /** Of the extension cl_nv_device_attribute_query, which JOCL does not know. */
  private static final String NV_ATTRIBUTES = "cl_nv_device_attribute_query";

  private static final int CL_DEVICE_COMPUTE_CAPABILITY_MAJOR_NV = 0x4000;
  private static final int CL_DEVICE_COMPUTE_CAPABILITY_MINOR_NV = 0x4001;

  private static final String PROVIDER = "opencl";
  private static final int MOST_PLATFORMS = 64;
  private static final int MOST_DEVICES = 256;

  private DeviceScan() {}

  /** Everything that was met, at least one entry. */
  public static List<FoundDevice> scan() {
    Optional<Rejection> failure = OpenClLibrary.failure();
    if (failure.isPresent()) {
      return List.of(rejected(PROVIDER, "OpenCL", failure.get()));
    }
    int[] count = new int[1];
    int code = CL.clGetPlatformIDs(0, null, count);
    if (code == CL.CL_PLATFORM_NOT_FOUND_KHR || (code == CL.CL_SUCCESS && count[0] == 0)) {
      return List.of(
          rejected(
              PROVIDER,
              "OpenCL",
              new Rejection(
                  OpenClReason.NO_PLATFORM, "the OpenCL loader knows no driver (no platform)")));
    }
    if (code != CL.CL_SUCCESS || count[0] < 0 || count[0] > MOST_PLATFORMS) {
      return List.of(rejected(PROVIDER, "OpenCL", error("clGetPlatformIDs", code, count[0])));
    }
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    code = CL.clGetPlatformIDs(platforms.length, platforms, null);
    if (code != CL.CL_SUCCESS) {
      return List.of(rejected(PROVIDER, "OpenCL", error("clGetPlatformIDs", code, count[0])));
    }
    List<FoundDevice> found = new ArrayList<>();
    for (int i = 0; i < platforms.length; i++) {
      found.addAll(scan(platforms[i], PROVIDER + ":" + i));
    }
    return found;
  }

  private static List<FoundDevice> scan(cl_platform_id platform, String id) {
    String name = "platform " + id;
    try {
      name = InfoQuery.text(platform, CL.CL_PLATFORM_NAME);
      // On an error some drivers leave garbage in the count: the code is looked at first.
      int[] count = new int[1];
      int code = CL.clGetDeviceIDs(platform, ALL_DEVICES, 0, null, count);
      boolean none = code == CL.CL_DEVICE_NOT_FOUND || code == CL.CL_INVALID_DEVICE_TYPE;
      if (none || (code == CL.CL_SUCCESS && count[0] == 0)) {
        String detail = "the platform " + name + " has no device";
        return List.of(rejected(id, name, new Rejection(OpenClReason.NO_DEVICE, detail)));
      }
      if (code != CL.CL_SUCCESS || count[0] < 0 || count[0] > MOST_DEVICES) {
        return List.of(rejected(id, name, error("clGetDeviceIDs", code, count[0])));
      }
      cl_device_id[] devices = new cl_device_id[count[0]];
      code = CL.clGetDeviceIDs(platform, ALL_DEVICES, devices.length, devices, null);
      if (code != CL.CL_SUCCESS) {
        return List.of(rejected(id, name, error("clGetDeviceIDs", code, count[0])));
      }
      List<FoundDevice> found = new ArrayList<>();
      for (int i = 0; i < devices.length; i++) {
        found.add(examine(platform, name, devices[i], id + ":" + i));
      }
      return found;
    } catch (RuntimeException e) {
      LOG.debug("Platform {} failed", id, e);
      return List.of(rejected(id, name, new Rejection(OpenClReason.DRIVER_ERROR, e.getMessage())));
    }
  }

  private static FoundDevice examine(
      cl_platform_id platform, String platformName, cl_device_id device, String id) {
    DeviceProperties properties;
    try {
      properties = properties(platformName, device);
    } catch (RuntimeException e) {
      LOG.debug("Device {} failed", id, e);
      return rejected(
          DeviceDescription.Type.ACCELERATOR,
          id,
          platformName,
          new Rejection(OpenClReason.DRIVER_ERROR, e.getMessage()));
    }
    DeviceDescription description =
        new DeviceDescription(
            PROVIDER,
            id,
            properties.name(),
            "OpenCL · " + platformName + " · " + properties.name(),
            properties.type(),
            properties.table());
    return new FoundDevice(
        description, judge(properties), Optional.of(properties), platform, device);
  }

  /** Why a device can't be used, by its properties alone. */
  static Optional<Rejection> judge(DeviceProperties properties) {
    if (!properties.supportsOpenCl12()) {
      return Optional.of(
          new Rejection(
              OpenClReason.UNSUPPORTED_VERSION,
              "OpenCL 1.2 is needed, the device has '" + properties.version() + "'"));
    }
    if (!properties.available()) {
      return Optional.of(
          new Rejection(OpenClReason.DRIVER_ERROR, "the driver says the device is not available"));
    }
    if (!properties.compiler()) {
      return Optional.of(
          new Rejection(OpenClReason.NO_COMPILER, "the driver says it has no compiler"));
    }
    if (properties.memory() <= 0 || properties.computeUnits() <= 0) {
      return Optional.of(
          new Rejection(
              OpenClReason.DRIVER_ERROR,
              String.format(
                  "the driver claims %d bytes of memory and %d compute units",
                  properties.memory(), properties.computeUnits())));
    }
    return Optional.empty();
  }

  private static DeviceProperties properties(String platform, cl_device_id device) {
    int width = (int) InfoQuery.number(device, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT);
    // Our work-groups are long in the first dimension, whose limit may be the smaller (Adreno).
    long extent =
        Math.min(
            InfoQuery.number(device, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
            InfoQuery.firstSize(device, CL.CL_DEVICE_MAX_WORK_ITEM_SIZES));
    Set<String> extensions = extensions(InfoQuery.text(device, CL.CL_DEVICE_EXTENSIONS));
    return new DeviceProperties(
        platform,
        InfoQuery.text(device, CL.CL_DEVICE_NAME),
        InfoQuery.text(device, CL.CL_DEVICE_VENDOR),
        InfoQuery.text(device, CL.CL_DEVICE_VERSION),
        InfoQuery.text(device, CL.CL_DRIVER_VERSION),
        type(InfoQuery.number(device, CL.CL_DEVICE_TYPE)),
        (int) InfoQuery.number(device, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
        (int) InfoQuery.number(device, CL.CL_DEVICE_MAX_CLOCK_FREQUENCY),
        InfoQuery.number(device, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
        InfoQuery.number(device, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        InfoQuery.number(device, CL.CL_DEVICE_LOCAL_MEM_SIZE),
        (int) Math.min(extent, Integer.MAX_VALUE),
        Math.max(1, width),
        InfoQuery.number(device, CL.CL_DEVICE_COMPILER_AVAILABLE) != 0,
        InfoQuery.number(device, CL.CL_DEVICE_AVAILABLE) != 0,
        extensions.contains(NV_ATTRIBUTES) ? computeCapability(device) : 0,
        extensions);
  }

  private static int computeCapability(cl_device_id device) {
    long major = InfoQuery.number(device, CL_DEVICE_COMPUTE_CAPABILITY_MAJOR_NV);
    long minor = InfoQuery.number(device, CL_DEVICE_COMPUTE_CAPABILITY_MINOR_NV);
    return (int) (10 * major + minor);
  }

  private static Set<String> extensions(String text) {
    Set<String> names = new HashSet<>(Arrays.asList(text.split("\\s+")));
    names.remove("");
    return names;
  }

  private static DeviceDescription.Type type(long bits) {
    if ((bits & CL.CL_DEVICE_TYPE_GPU) != 0) {
      return DeviceDescription.Type.GPU;
    }
    return (bits & CL.CL_DEVICE_TYPE_CPU) != 0
        ? DeviceDescription.Type.CPU
        : DeviceDescription.Type.ACCELERATOR;
  }

  private static Rejection error(String call, int code, int count) {
    String detail =
        code == CL.CL_SUCCESS
            ? call + " reports the impossible number " + count
            : call + " returned " + OpenClException.symbol(code) + " (" + code + ")";
    return new Rejection(OpenClReason.DRIVER_ERROR, detail);
  }

  /** What stands in the place of devices: the library or a platform, which is no device itself. */
  private static FoundDevice rejected(String id, String name, Rejection rejection) {
    return rejected(DeviceDescription.Type.NONE, id, name, rejection);
  }

  private static FoundDevice rejected(
      DeviceDescription.Type type, String id, String name, Rejection rejection) {
    DeviceDescription description =
        new DeviceDescription(
            PROVIDER,
            id,
            name,
            id.equals(PROVIDER) ? "OpenCL" : "OpenCL · " + name,
            type,
            Map.of());
    return new FoundDevice(description, Optional.of(rejection), Optional.empty(), null, null);
  }
}
