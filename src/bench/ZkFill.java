import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Copies a list in a folder into one that was made in ZooKeeper: ZkFill SERVER PATH FOLDER. */
final class ZkFill {
  private static final Pattern PART = Pattern.compile("\"nodepart\": \"([^\"]+)\"");
  private static final int ONE_GO = 500;

  public static void main(String[] args) throws Exception {
    ZooKeeper client = new ZooKeeper(args[0], 10_000, event -> {});
    List<Op> ops = new ArrayList<>();
    TreeSet<String> parts = new TreeSet<>();
    try (var files = Files.newDirectoryStream(Path.of(args[2], "all"))) {
      for (Path file : files) {
        String id = file.getFileName().toString().replace(".json", "");
        byte[] record = Files.readAllBytes(file);
        Matcher part = PART.matcher(new String(record, StandardCharsets.UTF_8));
        part.find();
        if (parts.add(part.group(1))) {
          client.multi(List.of(create(args[1] + "/part/" + part.group(1), new byte[0])));
        }
        ops.add(create(args[1] + "/part/" + part.group(1) + "/" + id, record));
        ops.add(create(args[1] + "/node/" + id, part.group(1).getBytes(StandardCharsets.UTF_8)));
        ops.add(
            create(
                args[1] + "/beat/" + id,
                Files.readAllBytes(Path.of(args[2], "beat", file.getFileName().toString()))));
        if (ops.size() > ONE_GO) {
          client.multi(ops);
          ops.clear();
        }
      }
    }
    client.multi(ops);
    client.close();
  }

  private static Op create(String path, byte[] bytes) {
    return Op.create(path, bytes, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  private ZkFill() {}
}
