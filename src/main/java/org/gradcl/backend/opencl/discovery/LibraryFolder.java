package org.gradcl.backend.opencl.discovery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of this process, within the temporary folder, in which JOCL unpacks its native
 * library. JOCL itself writes to the temporary folder, and what a process that was killed left
 * there stays for ever, since nobody can know whose it is. Here a lock says it, which the system
 * takes from a process however that ends: the next start removes the folders whose locks are free.
 *
 * <p>Only folders of the same user are looked at, and only with the names and the content that are
 * made here.
 */
final class LibraryFolder {
  private static final Logger LOG = LoggerFactory.getLogger(LibraryFolder.class);
  private static final String PREFIX = "gradcl-jocl-";
  private static final String LOCK = "lock";
  private static final String LIBRARY = "JOCL";
  private static final int MOST_ATTEMPTS = 100;

  /**
   * The locks of this process by their folders, held as long as it lives: a channel that nobody
   * refers to is closed, and its lock with it.
   */
  private static final Map<Path, FileChannel> OWN = new ConcurrentHashMap<>();

  private LibraryFolder() {}

  /**
   * Makes a folder for this process, which goes at its exit; those of dead processes go now.
   *
   * @param temporary the temporary folder; made if it does not exist
   * @throws IOException if there can be no folder
   */
  static Path create(Path temporary) throws IOException {
    Files.createDirectories(temporary);
    Path folder = createLocked(temporary);
    // In the reverse order, after JOCL's own hook has deleted the library.
    folder.toFile().deleteOnExit();
    folder.resolve(LOCK).toFile().deleteOnExit();
    removeDead(temporary, Files.getOwner(folder));
    return folder;
  }

  private static Path createLocked(Path temporary) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path folder = Files.createTempDirectory(temporary, PREFIX);
      Path lock = folder.resolve(LOCK);
      try {
        FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        // Another process that starts now may have taken the folder for a dead one's before it was
        // locked; then it removes it.
        if (channel.tryLock() != null && Files.exists(lock)) {
          OWN.put(folder, channel);
          return folder;
        }
        channel.close();
      } catch (NoSuchFileException e) {
        LOG.debug("{} was removed before it was locked", folder, e);
      }
      if (attempt == MOST_ATTEMPTS) {
        throw new IOException("no folder could be locked in " + temporary);
      }
    }
  }

  private static void removeDead(Path temporary, UserPrincipal user) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path folder : folders) {
        // To open and close the lock of one's own process would free it.
        if (!OWN.containsKey(folder)) {
          removeIfDead(folder, user);
        }
      }
    }
  }

  private static void removeIfDead(Path folder, UserPrincipal user) {
    try {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)) {
        return;
      }
      Path lock = folder.resolve(LOCK);
      if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(folder); // Of a process that was killed just then: empty, or it stays.
        return;
      }
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
          FileLock held = channel.tryLock()) {
        if (held != null) {
          remove(folder, lock);
        }
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Perhaps another process that starts now was faster, or another class loader has it.
      LOG.debug("{} was not removed", folder, e);
    }
  }

  private static void remove(Path folder, Path lock) throws IOException {
    List<Path> libraries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (file.equals(lock)) {
          continue;
        }
        if (!file.getFileName().toString().contains(LIBRARY)
            || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          LOG.debug("{} is left alone: it holds {}", folder, file);
          return;
        }
        libraries.add(file);
      }
    }
    for (Path library : libraries) {
      Files.delete(library);
    }
    Files.delete(lock);
    Files.delete(folder);
  }
}
