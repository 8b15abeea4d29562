package org.gradcl.backend;

import org.gradcl.device.DeviceReport;

/**
 * The device that was chosen, open, and why it was.
 *
 * @param device belongs to whoever asked for it, who closes it
 * @param report every candidate with its reason
 */
public record DeviceSelection(Device device, DeviceReport report) {}
