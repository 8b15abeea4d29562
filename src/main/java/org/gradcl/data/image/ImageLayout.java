package org.gradcl.data.image;

/** The order of an image's three axes in a sample. */
public enum ImageLayout {
  /** [height, width, channels]: the channels of a pixel lie side by side. */
  CHANNELS_LAST,
  /** [channels, height, width]: an image for each channel, one after the other, as in PyTorch. */
  CHANNELS_FIRST
}
