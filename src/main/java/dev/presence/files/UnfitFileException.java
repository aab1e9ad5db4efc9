package dev.presence.files;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file that is there and can never be read as one: a folder, a pipe, a link, one too large. */
public final class UnfitFileException extends FileSystemException {
  UnfitFileException(Path file, String reason) {
    super(file.toString(), null, reason);
  }
}
