package org.fivesigma.tracking.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oshi.hardware.GpuStats;
import oshi.hardware.GraphicsCard;

class SystemMetricsTest {
  @TempDir Path temp;

  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }

  @Test
  void aSampleHasCpuMemoryDiskNetworkAndTheProcess() throws Exception {
    long pid = ProcessHandle.current().pid();
    try (SystemMetrics metrics = new SystemMetrics(temp, pid, List.of())) {
      Map<String, Double> sample = metrics.sample();
      assertThat(sample)
          .containsOnlyKeys(
              "system/cpu_utilization_percentage",
              "system/system_memory_usage_megabytes",
              "system/system_memory_usage_percentage",
              "system/disk_usage_megabytes",
              "system/disk_available_megabytes",
              "system/disk_usage_percentage",
              "system/network_receive_megabytes",
              "system/network_transmit_megabytes",
              "system/process_cpu_percentage",
              "system/process_memory_megabytes");
      assertThat(sample.get("system/system_memory_usage_percentage")).isBetween(0.1, 100.0);
      assertThat(sample.get("system/disk_usage_percentage")).isBetween(0.0, 100.0);
      assertThat(sample.get("system/process_memory_megabytes")).isBetween(10.0, 1e6);
    }
  }

  /** No test machine has one: what the library would say of a card is made here. */
  @Test
  void aGraphicsCardHasItsOwnSeriesAndOneThatTellsNothingHasNone() throws Exception {
    GpuStats telling =
        fake(
            GpuStats.class,
            Map.of(
                "getGpuUtilization", 37.5, "getVramUsed", 4_000_000_000L, "getPowerDraw", 210.0));
    GpuStats silent = fake(GpuStats.class, Map.of("getGpuUtilization", -1.0));
    GraphicsCard card =
        fake(GraphicsCard.class, Map.of("createStatsSession", telling, "getVRam", 80_000_000_000L));
    GraphicsCard other = fake(GraphicsCard.class, Map.of("createStatsSession", silent));
    try (SystemMetrics metrics =
        new SystemMetrics(temp, ProcessHandle.current().pid(), List.of(other, card))) {
      assertThat(metrics.sample())
          .containsEntry("system/gpu_0_utilization_percentage", 37.5)
          .containsEntry("system/gpu_0_memory_usage_megabytes", 4000.0)
          .containsEntry("system/gpu_0_memory_usage_percentage", 5.0)
          .containsEntry("system/gpu_0_power_usage_watts", 210.0)
          .doesNotContainKey("system/gpu_1_utilization_percentage");
    }
  }

  @Test
  void aProcessThatIsOverIsLeftOut() throws Exception {
    Process over = new ProcessBuilder("true").start();
    over.waitFor();
    try (SystemMetrics metrics = new SystemMetrics(temp, over.pid(), List.of())) {
      assertThat(metrics.sample()).doesNotContainKey("system/process_cpu_percentage");
    }
  }
}
