package org.gradcl.backend.opencl.discovery;

import java.util.Optional;
import org.gradcl.backend.Candidate.Rejection;
import org.gradcl.device.DeviceDescription;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device that a scan met, or what it met in place of one.
 *
 * @param description who and what it is
 * @param rejection why it can't be used; empty if it can
 * @param properties what it says of itself; empty if it could not be asked
 * @param platform its platform, null if there is none
 * @param device the device itself, null if there is none
 */
public record FoundDevice(
    DeviceDescription description,
    Optional<Rejection> rejection,
    Optional<DeviceProperties> properties,
    cl_platform_id platform,
    cl_device_id device) {}
