package org.fivesigma.tracking.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.fivesigma.spi.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
  @Test
  void slashesAtTheEndAndCredentialsAreNotPartOfTheAddress() {
    ServerAddress address = ServerAddress.of("https://me:secret@host:8443/mlflow//", Map.of());
    assertThat(address).hasToString("https://host:8443/mlflow");
    assertThat(address.authorization()).contains("Basic bWU6c2VjcmV0");
    assertThat(address.page("3", "runs").toString()).doesNotContain("secret");
  }

  @Test
  void credentialsComeFromTheEnvironment() {
    assertThat(
            ServerAddress.of(
                    "http://h",
                    Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", "secret"))
                .authorization())
        .contains("Basic bWU6c2VjcmV0");
    assertThat(ServerAddress.of("http://h", Map.of("MLFLOW_TRACKING_TOKEN", "abc")).authorization())
        .contains("Bearer abc");
    assertThat(ServerAddress.of("http://h", Map.of()).authorization()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"./mlruns", "sqlite:///mlflow.db", "databricks", "http://", "not an address", ""})
  void anythingButAServerIsAUsersErrorThatSaysWhatIsExpected(String text) {
    assertThatThrownBy(() -> ServerAddress.of(text, Map.of()))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.code()).isEqualTo("bad-tracking-uri");
              assertThat(e.key()).contains("uri");
              assertThat(e.getMessage()).contains("expected http://HOST:PORT");
            });
  }
}
