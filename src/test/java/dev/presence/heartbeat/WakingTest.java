package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakingTest {
  private static final long MILLI = 1_000_000;

  /** Far beyond what anything here takes. */
  private static final long LONG = TimeUnit.MINUTES.toNanos(5);

  private final Waking waking = new Waking();
  private final ExecutorService another = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    another.shutdownNow();
  }

  @Test
  void calls_thatRest_areDueWhenTheyHaveRestedLongEnough() {
    Waking.Calls calls = new Waking.Calls(1000 * MILLI, 50 * MILLI);

    assertThat(calls.left(1000 * MILLI)).isEqualTo(50 * MILLI);
    calls.add(1040 * MILLI);
    assertThat(calls.left(1050 * MILLI)).isEqualTo(40 * MILLI);
    assertThat(calls.left(1090 * MILLI)).isZero();
  }

  @Test
  void calls_thatNeverRest_areDueAfterHalfASecond() {
    Waking.Calls calls = new Waking.Calls(0, 50 * MILLI);
    for (long at = 0; at <= 490; at += 10) {
      calls.add(at * MILLI);
    }

    assertThat(calls.left(490 * MILLI)).isEqualTo(10 * MILLI);
    assertThat(calls.left(500 * MILLI)).isZero();
  }

  @Test
  void quiet_ofOthersAfterAWhile_isAsLongAsTheCallsOfOneChangeTake() {
    assertThat(Waking.quiet(500 * MILLI)).isEqualTo(5 * MILLI);
    assertThat(Waking.quiet(499 * MILLI)).isEqualTo(50 * MILLI);
  }

  @Test
  void await_ofOthersRightAfterTheLast_waitsForMore() throws Exception {
    waking.others();
    assertThat(waking.await(LONG, 0)).isEqualTo(Waking.Reason.OTHERS);
    long start = System.nanoTime();
    waking.others();

    assertThat(waking.await(LONG, 0)).isEqualTo(Waking.Reason.OTHERS);
    assertThat(System.nanoTime() - start).isGreaterThan(40 * MILLI);
  }

  @Test
  void await_ofOnesOwnNews_waitsForTheRestOfTheFiles() throws Exception {
    waking.own();
    long start = System.nanoTime();
    assertThat(waking.await(LONG, 0)).isEqualTo(Waking.Reason.OWN);
    assertThat(System.nanoTime() - start).isGreaterThan(40 * MILLI);
  }

  @Test
  void await_withoutACall_endsWithItsTime() throws Exception {
    assertThat(waking.await(MILLI, 0)).isEqualTo(Waking.Reason.TIME);
  }

  @Test
  void await_whileOthersCall_endsOnceForAllOfThem() throws Exception {
    Future<Waking.Reason> reason = another.submit(() -> waking.await(LONG, 0));
    for (int i = 0; i < 100; i++) {
      waking.others();
    }

    assertThat(reason.get(1, TimeUnit.MINUTES)).isEqualTo(Waking.Reason.OTHERS);
    assertThat(waking.await(200 * MILLI, 0)).isEqualTo(Waking.Reason.TIME);
  }

  @Test
  void await_whenThisNodeCallsToo_isForIt() throws Exception {
    waking.others();
    waking.own();

    // Others would have to wait.
    assertThat(waking.await(LONG, LONG)).isEqualTo(Waking.Reason.OWN);
    assertThat(waking.await(100 * MILLI, 0)).isEqualTo(Waking.Reason.TIME);
  }

  @Test
  void await_withARest_keepsOthersWaitingAndForgetsNone() throws Exception {
    waking.others();

    assertThat(waking.await(100 * MILLI, LONG)).isEqualTo(Waking.Reason.TIME);
    assertThat(waking.await(LONG, 60 * MILLI)).isEqualTo(Waking.Reason.OTHERS);
  }
}
