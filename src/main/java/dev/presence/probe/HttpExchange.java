package dev.presence.probe;

import dev.presence.model.Address;
import dev.presence.model.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A GET of HTTP/1.0 of which only the status matters. Not by {@code java.net.http}: loading it cold
 * takes several empty JVMs (100 ms and more), in each run that probes.
 */
final class HttpExchange {
  /** For {@code HTTP/1.1 200 OK} and a reason that somebody made long. */
  private static final int LONGEST_LINE = 1024;

  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int SHOWN = 40;

  private final ByteBuffer request;
  private final byte[] line = new byte[LONGEST_LINE];
  private final ByteBuffer answer = ByteBuffer.wrap(line);
  private @Nullable String failure;

  HttpExchange(Address address, int port, String path) {
    String host = address.text().indexOf(':') < 0 ? address.text() : "[" + address.text() + "]";
    String text =
        "GET "
            + path
            + " HTTP/1.0\r\nHost: "
            + host
            + (port == 80 ? "" : ":" + port)
            + "\r\nUser-Agent: presence\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    this.request = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes what can be written now; whether that was the rest. */
  boolean write(SocketChannel channel) throws IOException {
    channel.write(request);
    return !request.hasRemaining();
  }

  /** Reads what is there; whether that is enough to know. */
  boolean read(SocketChannel channel) throws IOException {
    int from = answer.position();
    boolean ended = channel.read(answer) < 0;
    for (int i = from; i < answer.position(); i++) {
      if (line[i] == '\n') {
        judge(i);
        return true;
      }
    }
    if (ended && answer.position() == 0) {
      failure = "the connection was closed without an answer";
    } else if (ended || !answer.hasRemaining()) {
      failure = noHttp(answer.position());
    }
    return failure != null;
  }

  /** Why the answer is none to be content with, fit to print; null when it is one. */
  @Nullable String failure() {
    return failure;
  }

  private void judge(int end) {
    int status = status(end);
    if (status < 0) {
      failure = noHttp(end);
    } else if (status < 200 || status > 399) {
      failure = "HTTP status " + status;
    }
  }

  /** Of {@code HTTP/D.D DDD}, and a space or the line's end behind; less than 0 for all else. */
  private int status(int end) {
    boolean http =
        text(end).startsWith("HTTP/")
            && end >= STATUS_AT + 3
            && isDigit(5)
            && line[6] == '.'
            && isDigit(7)
            && line[8] == ' '
            && isDigit(STATUS_AT)
            && isDigit(STATUS_AT + 1)
            && isDigit(STATUS_AT + 2)
            && line[STATUS_AT + 3] <= ' '
            && line[STATUS_AT + 3] >= 0;
    return http
        ? 100 * (line[STATUS_AT] - '0')
            + 10 * (line[STATUS_AT + 1] - '0')
            + line[STATUS_AT + 2]
            - '0'
        : -1;
  }

  private boolean isDigit(int at) {
    return line[at] >= '0' && line[at] <= '9';
  }

  private String noHttp(int end) {
    return "no HTTP: " + Printable.of(text(Math.min(end, SHOWN)).strip());
  }

  private String text(int end) {
    return new String(line, 0, end, StandardCharsets.ISO_8859_1);
  }
}
