package dev.presence.node;

import dev.presence.files.BoundedFile;
import dev.presence.format.JsonReader;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.BadFactException;
import dev.presence.model.ExitCode;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.Notes;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.SecretNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says what this node is: a folder with a file a fact, {@code NAME.txt} with
 * text or {@code NAME.json} with JSON. Other files and hidden ones are left alone.
 */
public final class NodeInfo {
  private static final String TEXT = ".txt";
  private static final String JSON = ".json";

  private final Path folder;
  private final Notes notes;

  public NodeInfo(Path folder, Notes notes) {
    this.folder = folder;
    this.notes = notes;
  }

  public Path folder() {
    return folder;
  }

  /** Whether anything is there, a folder or what should be one. */
  public boolean exists() {
    return Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The node's facts, without {@code tss}. A fact named like a secret is left out and said.
   *
   * @throws PresenceException when there is no such folder or a fact is wrong
   */
  public NodeRecord read() {
    if (!exists()) {
      throw PresenceException.config(
          "no nodeinfo folder "
              + printable(folder)
              + ": make it, with instance-id.txt and nodepart.txt, or name it with --nodeinfo");
    }
    Map<String, @Nullable Object> facts = new HashMap<>();
    for (Path file : files()) {
      addFact(file, facts);
    }
    try {
      NodeRecord record = NodeRecord.of(facts);
      RecordFormat.printChecked(record);
      return record;
    } catch (BadFactException e) {
      throw PresenceException.config(
          "the facts in " + printable(folder) + " are wrong: " + Printable.of(e.getMessage()));
    } catch (UnreadableException e) {
      throw PresenceException.config(
          "the record of the facts in " + printable(folder) + " " + e.getMessage());
    }
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        files.add(entry);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new PresenceException(
          ExitCode.CONFIG,
          "cannot list the nodeinfo folder "
              + printable(folder)
              + ": see what it is, and its rights",
          e);
    }
    Collections.sort(files);
    return files;
  }

  private void addFact(Path file, Map<String, @Nullable Object> facts) {
    String fileName = file.getFileName().toString();
    boolean json = fileName.endsWith(JSON);
    if (fileName.startsWith(".") || !(json || fileName.endsWith(TEXT))) {
      return;
    }
    String name = fileName.substring(0, fileName.length() - (json ? JSON : TEXT).length());
    if (!KnownFacts.isName(name)) {
      throw PresenceException.config(
          printable(file)
              + " names no fact: a fact's name is 1 to 63 of A-Z, a-z, 0-9, '.', '_', '-'");
    }
    if (name.equals(KnownFacts.TSS)) {
      throw PresenceException.config(
          printable(file)
              + " cannot be a fact: announce itself says when facts changed; delete it");
    }
    Object value = json ? json(file) : text(file);
    if (!KnownFacts.isKnown(name) && SecretNames.match(name, value)) {
      notes.say(printable(file) + " is left out: it is named like a secret, and a list is public");
    } else if (facts.containsKey(name)) {
      throw PresenceException.config(
          "the fact " + name + " stands twice in " + printable(folder) + ": delete one file");
    } else {
      facts.put(name, value);
    }
  }

  private static String text(Path file) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes(file)))
          .toString()
          .strip();
    } catch (CharacterCodingException e) {
      throw new PresenceException(
          ExitCode.CONFIG, printable(file) + " is not UTF-8: write it anew", e);
    }
  }

  private static @Nullable Object json(Path file) {
    byte[] bytes = bytes(file);
    try {
      return JsonReader.readValue(bytes, bytes.length);
    } catch (UnreadableException e) {
      throw PresenceException.config(printable(file) + " " + e.getMessage() + ": write it anew");
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return BoundedFile.read(file.toFile(), JsonReader.LARGEST);
    } catch (IOException e) {
      throw new PresenceException(
          ExitCode.CONFIG, printable(file) + " cannot be a fact: it " + BoundedFile.reason(e), e);
    }
  }

  private static String printable(Path path) {
    return Printable.of(path);
  }
}
