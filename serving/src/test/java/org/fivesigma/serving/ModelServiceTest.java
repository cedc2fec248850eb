package org.fivesigma.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.core.folder.Json;
import org.fivesigma.spi.UserError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelServiceTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final SmallModel model = new SmallModel();
  private Bundle bundle;
  private ModelService service;

  static ServeOptions options(Optional<String> token, int waiting, long body, Duration timeout) {
    return new ServeOptions("127.0.0.1", 0, 2, body, waiting, 4096, timeout, token);
  }

  @BeforeEach
  void start() {
    bundle = SmallModel.bundle(model, 0);
    service =
        ModelService.start(bundle, options(Optional.empty(), 4, 10_000, Duration.ofSeconds(2)));
  }

  @AfterEach
  void stop() {
    service.close();
    bundle.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(service.address() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> predict(String type, String accept, String body) throws Exception {
    return send(
        to("/v1/predict")
            .header("Content-Type", type)
            .header("Accept", accept)
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void csvInGivesCsvOut() throws Exception {
    HttpResponse<String> answer = predict("text/csv", "*/*", "event,y,x\n11,1,5\n12,0.5,1\n");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    assertThat(answer.body())
        .isEqualTo(
            "id,score,class,accepted\n11,"
                + SmallModel.score(5, 1)
                + ",signal,true\n12,0.5,signal,false\n");
  }

  @Test
  void plainTextIsOneDigitAnEvent() throws Exception {
    assertThat(predict("text/csv", "text/plain", "5,1\n0,1\n").body()).isEqualTo("1\n0\n");
  }

  @Test
  void jsonInGivesJsonOut() throws Exception {
    HttpResponse<String> answer =
        predict("application/json", "*/*", "{\"x\": 5, \"y\": 1, \"z\": 0}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Json.object(answer.body()))
        .isEqualTo(
            Map.of(
                "predictions",
                List.of(
                    Map.of(
                        "id",
                        0L,
                        "score",
                        SmallModel.score(5, 1),
                        "class",
                        "signal",
                        "accepted",
                        true)),
                "ignored_columns",
                List.of("z")));
  }

  @Test
  void theFormsOfRequestAndAnswerAreFree() throws Exception {
    assertThat(predict("application/json", "text/plain", "[[5, 1]]").body()).isEqualTo("1\n");
    assertThat(
            predict(
                    "text/csv; header=present",
                    "application/json;q=0.5, text/csv;q=0.1",
                    "x,y\n5,1")
                .body())
        .startsWith("{\"predictions\"");
    assertThat(predict("text/csv", "image/png", "5,1").statusCode()).isEqualTo(406);
    assertThat(predict("image/png", "*/*", "5,1").statusCode()).isEqualTo(415);
    assertThat(predict("text/csv; charset=utf-16", "*/*", "5,1").statusCode()).isEqualTo(415);
  }

  @Test
  void aBadValueIsNamedWithItsPlace() throws Exception {
    HttpResponse<String> answer = predict("text/csv", "*/*", "x,y\n5,1\n5,oops\n");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Json.object(answer.body()).get("error"))
        .isEqualTo(
            Map.of(
                "code", "bad-value",
                "message", "'oops' is no finite number",
                "line", 3L,
                "column", 2L,
                "name", "y"));
  }

  @Test
  void whatTheModelCannotScoreIsTheClientsMistakeAndNobodyElses() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    model.delay(30);
    for (int i = 0; i < 4; i++) {
      answers.add(
          CLIENT.sendAsync(
              to("/v1/predict").POST(BodyPublishers.ofString(i == 2 ? "1,\n" : "1,1\n")).build(),
              BodyHandlers.ofString()));
    }
    assertThat(answers.stream().map(a -> a.join().statusCode()).toList())
        .containsExactly(200, 200, 400, 200);
  }

  @Test
  void addressesAndMethodsThatAreNotThereAreRefused() throws Exception {
    assertThat(send(to("/v2")).statusCode()).isEqualTo(404);
    HttpResponse<String> answer = send(to("/v1/predict").GET());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    for (String path :
        List.of("/", "/health", "/ready", "/metrics", "/v1/schema", "/openapi.json")) {
      assertThat(send(to(path)).statusCode()).as(path).isEqualTo(200);
      assertThat(send(to(path).method("HEAD", BodyPublishers.noBody())).body()).isEmpty();
    }
  }

  @Test
  void metricsCountWhatWasScored() throws Exception {
    predict("text/csv", "*/*", "5,1\n50,1\n0,1\n");
    Thread.sleep(50); // counted behind the answer
    assertThat(send(to("/metrics")).body())
        .contains(
            "fivesigma_events_total 3\n",
            "fivesigma_class_total{class=\"signal\"} 2\n",
            "fivesigma_outside_range_total{feature=\"x\"} 1\n",
            "fivesigma_requests_total{path=\"/v1/predict\",status=\"200\"} 1\n");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWithAndWithoutItsLength() throws Exception {
    byte[] large = "1,1\n".repeat(3000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(send(to("/v1/predict").POST(BodyPublishers.ofByteArray(large))).statusCode())
        .isEqualTo(413);
    assertThat(
            send(to("/v1/predict")
                    .POST(
                        BodyPublishers.ofInputStream(
                            () -> new java.io.ByteArrayInputStream(large))))
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  void tooManyAtOnceAreToldToComeAgain() {
    model.delay(150);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      answers.add(
          CLIENT.sendAsync(
              to("/v1/predict").POST(BodyPublishers.ofString("1,1\n")).build(),
              BodyHandlers.ofString()));
    }
    List<HttpResponse<String>> all = answers.stream().map(CompletableFuture::join).toList();
    assertThat(all).allSatisfy(a -> assertThat(a.statusCode()).isIn(200, 503));
    assertThat(all).anySatisfy(a -> assertThat(a.statusCode()).isEqualTo(200));
    assertThat(all)
        .anySatisfy(
            a -> {
              assertThat(a.statusCode()).isEqualTo(503);
              assertThat(a.body()).contains("overloaded");
              assertThat(a.headers().firstValue("Retry-After")).hasValue("1");
            });
  }

  @Test
  void whatWaitsTooLongIsAnsweredSo() throws Exception {
    model.delay(2500);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(
          CLIENT.sendAsync(
              to("/v1/predict").POST(BodyPublishers.ofString("1,1\n")).build(),
              BodyHandlers.ofString()));
      Thread.sleep(100);
    }
    assertThat(answers.get(2).join().statusCode()).isEqualTo(503);
    assertThat(answers.get(2).join().body()).contains("\"timeout\"");
    assertThat(answers.get(0).join().statusCode()).isEqualTo(200);
  }

  @Test
  void requestsThatAreThereAreAnsweredBeforeItStops() throws Exception {
    model.delay(500);
    CompletableFuture<HttpResponse<String>> answer =
        CLIENT.sendAsync(
            to("/v1/predict").POST(BodyPublishers.ofString("5,1\n")).build(),
            BodyHandlers.ofString());
    Thread.sleep(150);
    HttpRequest.Builder later = to("/health");
    service.close();
    assertThat(answer.join().statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> send(later)).isInstanceOf(java.net.ConnectException.class);
  }

  @Test
  void aTokenIsAskedForButNotForHealth() throws Exception {
    try (Bundle other = SmallModel.bundle();
        ModelService closed =
            ModelService.start(
                other, options(Optional.of("secret"), 4, 10_000, Duration.ofSeconds(2)))) {
      URI predict = URI.create(closed.address() + "/v1/predict");
      HttpRequest.Builder request =
          HttpRequest.newBuilder(predict).POST(BodyPublishers.ofString("5,1\n"));
      assertThat(send(request).statusCode()).isEqualTo(401);
      assertThat(send(request.copy().header("Authorization", "Bearer wrong")).statusCode())
          .isEqualTo(401);
      assertThat(send(request.copy().header("Authorization", "Bearer secret")).statusCode())
          .isEqualTo(200);
      assertThat(
              send(HttpRequest.newBuilder(URI.create(closed.address() + "/health"))).statusCode())
          .isEqualTo(200);
      assertThat(
              send(HttpRequest.newBuilder(URI.create(closed.address() + "/metrics"))).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void aPortInUseIsSaid() {
    int port = service.address().getPort();
    try (Bundle other = SmallModel.bundle()) {
      assertThatThrownBy(() -> ModelService.start(other, ServeOptions.defaults(port)))
          .isInstanceOfSatisfying(
              UserError.class, e -> assertThat(e.code()).isEqualTo("port-in-use"));
    }
  }
}
