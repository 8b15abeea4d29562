package org.gradcl.io;

import static org.gradcl.io.HeaderParser.DAMAGED;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Checks that the tensors of a header fill the data of their file exactly: each as long as its
 * shape says, aligned, none over another, no holes, nothing left. What has passed can be read
 * without looking back.
 */
final class HeaderVerifier {
  private final Path file;
  private final long dataBytes;

  HeaderVerifier(Path file, long dataBytes) {
    this.file = file;
    this.dataBytes = dataBytes;
  }

  void verify(Collection<TensorEntry> entries) throws SafetensorsException {
    List<TensorEntry> ordered =
        entries.stream()
            .sorted(
                Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end))
            .toList();
    long filled = 0;
    for (TensorEntry entry : ordered) {
      verify(entry);
      if (entry.begin() < filled) {
        throw damaged("tensor %s overlaps the one before it at byte %d", entry, entry.begin());
      }
      if (entry.begin() > filled) {
        throw damaged(
            "%d bytes before tensor %s belong to no tensor", entry.begin() - filled, entry);
      }
      filled = entry.end();
    }
    if (filled < dataBytes) {
      throw damaged("%d bytes behind the last tensor belong to no tensor", dataBytes - filled);
    }
  }

  private void verify(TensorEntry entry) throws SafetensorsException {
    if (entry.end() < entry.begin()) {
      throw damaged(
          "tensor %s ends at %d before it begins at %d", entry, entry.end(), entry.begin());
    }
    if (entry.end() > dataBytes) {
      throw new SafetensorsException(
          file,
          String.format(
              "tensor %s ends at byte %d of the data, the file holds %d",
              entry, entry.end(), dataBytes),
          "the file is truncated: write or copy it again");
    }
    long bytes = entry.end() - entry.begin();
    if (bytes != bytesOfShape(entry)) {
      throw damaged(
          "tensor %s has %d bytes, its shape needs %d", entry, bytes, bytesOfShape(entry));
    }
  }

  private long bytesOfShape(TensorEntry entry) throws SafetensorsException {
    long bits = entry.type().bits();
    for (long extent : entry.extents()) {
      if (extent == 0) {
        return 0;
      }
    }
    for (long extent : entry.extents()) {
      if (extent > Long.MAX_VALUE / bits) {
        throw damaged("the shape of tensor %s overflows", entry);
      }
      bits *= extent;
    }
    return bits / 8 + (bits % 8 == 0 ? 0 : 1);
  }

  private SafetensorsException damaged(String format, Object... found) {
    return new SafetensorsException(file, String.format(format, found), DAMAGED);
  }
}
