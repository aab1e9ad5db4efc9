package dev.presence.cli;

import dev.presence.files.BoundedFile;
import dev.presence.format.JsonReader;
import dev.presence.format.UnreadableException;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration: a JSON object whose keys are long option names, repeatable ones arrays. */
final class Config {
  private final String name;
  private final Map<String, String[]> values = new HashMap<>();

  private Config(String name) {
    this.name = name;
  }

  /** The file, fit to print. */
  String name() {
    return name;
  }

  /**
   * Reads the file.
   *
   * @param required whether it was asked for by name; a missing default is an empty one
   */
  static Config read(File file, boolean required) {
    Config config = new Config(Printable.of(file.toPath()));
    byte[] bytes;
    try {
      bytes = BoundedFile.read(file.toPath(), JsonReader.LARGEST);
    } catch (NoSuchFileException e) {
      if (required) {
        throw wrong(file, "is not there: write it, or leave --config out", e);
      }
      return config;
    } catch (IOException e) {
      throw wrong(file, "cannot be read: " + Printable.of(BoundedFile.reason(e)), e);
    }
    try {
      for (Map.Entry<String, @Nullable Object> entry :
          JsonReader.read(bytes, bytes.length).entrySet()) {
        config.put(file, entry.getKey(), entry.getValue());
      }
    } catch (UnreadableException e) {
      throw wrong(file, e.getMessage(), e);
    }
    return config;
  }

  private void put(File file, String name, @Nullable Object value) {
    Flag flag = find(name);
    if (flag == null) {
      throw wrong(
          file,
          "has \"%s\", which is no option%s"
              .formatted(Printable.of(name), Words.meantOr(name, names(), ": see presence --help")),
          null);
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list && flag.repeatable()) {
      for (Object element : list) {
        texts.add(text(file, flag, element));
      }
    } else {
      texts.add(text(file, flag, value));
    }
    values.put(name, texts.toArray(new String[0]));
  }

  /** A switch is true or false, and everything else is text. */
  private static String text(File file, Flag flag, @Nullable Object value) {
    boolean fits = flag.argument() == null ? value instanceof Boolean : value instanceof String;
    if (fits && value != null) {
      return value.toString();
    }
    throw wrong(
        file,
        "has a \"%s\" that is not %s"
            .formatted(flag.name(), flag.argument() == null ? "true or false" : "text"),
        null);
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Flag flag : Flags.SETTABLE) {
      names.add(flag.name());
    }
    return names;
  }

  private static @Nullable Flag find(String name) {
    for (Flag flag : Flags.SETTABLE) {
      if (flag.name().equals(name)) {
        return flag;
      }
    }
    return null;
  }

  private static PresenceException wrong(File file, String what, @Nullable Exception cause) {
    String message = "the configuration " + Printable.of(file.toPath()) + " " + what;
    return cause == null
        ? PresenceException.config(message)
        : new PresenceException(FailureKind.CONFIG, message, cause);
  }

  String @Nullable [] values(Flag flag) {
    return values.get(flag.name());
  }
}
