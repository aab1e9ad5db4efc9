/** The least that a JVM can do: what every figure is compared with. */
public final class Empty {
  public static void main(String[] args) {}

  private Empty() {}
}
