package org.fivesigma.serving;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.core.bundle.BundleManifest;
import org.fivesigma.core.folder.Json;

/** What a service says of itself: the model's schema, OpenAPI, and a page for people. */
final class ServiceDescription {
  private final BundleManifest manifest;
  private final ServeOptions options;

  ServiceDescription(BundleManifest manifest, ServeOptions options) {
    this.manifest = manifest;
    this.options = options;
  }

  /** {@code /v1/schema}: what the model takes and gives. */
  Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("name", manifest.name());
    schema.put(
        "features",
        manifest.features().stream()
            .map(
                f -> {
                  Map<String, Object> feature = new LinkedHashMap<>();
                  feature.put("name", f.name());
                  feature.put("type", "float32");
                  feature.put("min", Double.isFinite(f.min()) ? f.min() : null);
                  feature.put("max", Double.isFinite(f.max()) ? f.max() : null);
                  feature.put("missing_in_training", f.missing());
                  if (manifest.derive().containsKey(f.name())) {
                    feature.put("derived", manifest.derive().get(f.name()));
                  }
                  return feature;
                })
            .toList());
    schema.put("missing", manifest.missing());
    schema.put("id", manifest.ids());
    schema.put("classes", manifest.classes());
    schema.put("signal", manifest.classes().get(manifest.signal()));
    schema.put("scores", manifest.scoreNames());
    schema.put("cut", manifest.cut().orElse(null));
    schema.put("cut_metric", manifest.cutMetric().orElse(null));
    return schema;
  }

  /** {@code /openapi.json}: OpenAPI 3.0. */
  Map<String, Object> openApi() {
    Map<String, Object> paths = new LinkedHashMap<>();
    paths.put("/v1/predict", Map.of("post", predict()));
    paths.put(
        "/v1/schema",
        get("schema", "What the model takes and gives.", content("application/json", object())));
    paths.put(
        "/health",
        open(get("health", "Whether the process lives.", content("application/json", object()))));
    Map<String, Object> ready =
        open(
            get("ready", "Whether the model can be asked.", content("application/json", object())));
    responses(ready).put("503", refusal("Not yet, or not any more."));
    paths.put("/ready", ready);
    paths.put(
        "/metrics",
        get(
            "metrics",
            "Counters for Prometheus.",
            content("text/plain", Map.of("type", "string"))));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.0.3");
    document.put(
        "info",
        Map.of(
            "title",
            manifest.name(),
            "version",
            String.valueOf(manifest.provenance().getOrDefault("version", "1")),
            "description",
            "Scores events: " + String.join(", ", manifest.classes()) + "."));
    document.put("paths", paths);
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("schemas", schemas());
    if (options.token().isPresent()) {
      components.put(
          "securitySchemes", Map.of("token", Map.of("type", "http", "scheme", "bearer")));
      document.put("security", List.of(Map.of("token", List.of())));
    }
    document.put("components", components);
    return document;
  }

  private Map<String, Object> predict() {
    Map<String, Object> csvIn = new LinkedHashMap<>();
    csvIn.put("schema", Map.of("type", "string", "pattern", csvPattern()));
    csvIn.put("example", csvExample());
    Map<String, Object> in = new LinkedHashMap<>();
    in.put("application/json", Map.of("schema", reference("Request")));
    in.put("text/csv", csvIn);
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("application/json", Map.of("schema", reference("Predictions")));
    out.put("text/csv", Map.of("schema", Map.of("type", "string")));
    out.put("text/plain", Map.of("schema", Map.of("type", "string")));
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put("200", Map.of("description", "The scores.", "content", out));
    responses.put("400", refusal("A value, a column or the syntax is wrong; it says where."));
    responses.put("401", refusal("The token is missing or wrong."));
    responses.put("406", refusal("No form of answer that is accepted."));
    responses.put("408", refusal("The body did not arrive in time."));
    responses.put("413", refusal("The body is too large."));
    responses.put("415", refusal("Neither csv nor JSON."));
    responses.put("503", refusal("Overloaded; try again."));
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", "predict");
    operation.put("summary", "Scores one event or many.");
    operation.put(
        "description",
        "text/csv with or without a header, or JSON. The answer has the form of the request, or the"
            + " one asked for by Accept; text/plain is one digit a line, 1 for "
            + manifest.classes().get(manifest.signal())
            + ".");
    operation.put("requestBody", Map.of("required", true, "content", in));
    operation.put("responses", responses);
    return operation;
  }

  /** The id columns that a request must have: those by which an event's model is chosen. */
  private List<String> neededIds() {
    return manifest.folds() == 0
        ? List.of()
        : manifest.ids().stream().filter(id -> !id.equals("row")).toList();
  }

  private String csvHeader() {
    List<String> names = new ArrayList<>(neededIds());
    names.addAll(manifest.featureNames());
    return String.join(
        ",",
        names.stream()
            .map(n -> n.matches("(?U)\\w+") ? n : '"' + n.replace("\"", "\"\"") + '"')
            .toList());
  }

  /**
   * Rows of values in the order of the features, under a header or without one. Named columns in
   * another order, and further ones, are taken too; a pattern cannot say so.
   */
  private String csvPattern() {
    String number = "-?[0-9]{1,9}(\\.[0-9]{1,9})?";
    int features = manifest.features().size();
    String value = features == 1 ? number : "(" + number + ")?";
    String row =
        "[0-9]{1,15},".repeat(neededIds().size())
            + value
            + (features == 1 ? "" : "(," + value + "){" + (features - 1) + "}");
    String header = "(" + csvHeader().replaceAll("[.*+?^${}()|\\[\\]\\\\]", "\\\\$0") + "\\n)";
    return "^" + header + (neededIds().isEmpty() ? "?" : "") + row + "(\\n" + row + ")*\\n?$";
  }

  private String csvExample() {
    StringBuilder text = new StringBuilder(csvHeader()).append('\n');
    List<String> values = new ArrayList<>();
    neededIds().forEach(id -> values.add("1"));
    manifest.features().forEach(f -> values.add(Double.isFinite(f.min()) ? "" + f.min() : "0"));
    return text.append(String.join(",", values)).append('\n').toString();
  }

  private Map<String, Object> schemas() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("type", "number");
    value.put("nullable", true);
    value.put("minimum", (double) -Float.MAX_VALUE);
    value.put("maximum", (double) Float.MAX_VALUE);
    Map<String, Object> properties = new LinkedHashMap<>();
    manifest.featureNames().forEach(f -> properties.put(f, value));
    List<String> required = new ArrayList<>(manifest.featureNames());
    neededIds()
        .forEach(
            id -> {
              properties.put(
                  id, Map.of("anyOf", List.of(Map.of("type", "string"), Map.of("type", "number"))));
              required.add(id);
            });
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", "object");
    event.put("properties", properties);
    event.put("required", required);
    Map<String, Object> events = new LinkedHashMap<>();
    events.put("type", "array");
    events.put("minItems", 1L);
    events.put("items", reference("Event"));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "object");
    document.put("properties", Map.of("events", reference("Events")));
    document.put("required", List.of("events"));
    document.put("additionalProperties", false);
    Map<String, Object> prediction = new LinkedHashMap<>();
    prediction.put("id", Map.of());
    manifest.scoreNames().forEach(s -> prediction.put(s, Map.of("type", "number")));
    prediction.put("class", Map.of("type", "string", "enum", manifest.classes()));
    prediction.put("accepted", Map.of("type", "boolean", "nullable", true));
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("type", "object");
    one.put("properties", prediction);
    one.put("required", List.copyOf(prediction.keySet()));
    Map<String, Object> predictions = new LinkedHashMap<>();
    predictions.put("type", "object");
    predictions.put(
        "properties",
        Map.of(
            "predictions",
            Map.of("type", "array", "items", one),
            "ignored_columns",
            Map.of("type", "array", "items", Map.of("type", "string"))));
    predictions.put("required", List.of("predictions"));
    Map<String, Object> schemas = new LinkedHashMap<>();
    schemas.put("Event", event);
    schemas.put("Events", events);
    schemas.put("EventsDocument", document);
    schemas.put(
        "Request",
        Map.of(
            "oneOf",
            List.of(reference("Event"), reference("Events"), reference("EventsDocument"))));
    schemas.put("Predictions", predictions);
    schemas.put("Error", error());
    return schemas;
  }

  private static Map<String, Object> error() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("code", Map.of("type", "string"));
    fields.put("message", Map.of("type", "string"));
    fields.put("line", Map.of("type", "integer"));
    fields.put("column", Map.of("type", "integer"));
    fields.put("name", Map.of("type", "string"));
    fields.put("hint", Map.of("type", "string"));
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("type", "object");
    inner.put("properties", fields);
    inner.put("required", List.of("code", "message"));
    return Map.of(
        "type", "object", "properties", Map.of("error", inner), "required", List.of("error"));
  }

  private static Map<String, Object> get(
      String operation, String summary, Map<String, Object> content) {
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put("200", Map.of("description", summary, "content", content));
    responses.put("401", refusal("The token is missing or wrong."));
    Map<String, Object> get = new LinkedHashMap<>();
    get.put("operationId", operation);
    get.put("summary", summary);
    get.put("responses", responses);
    return new LinkedHashMap<>(Map.of("get", get));
  }

  /** An address that asks for no token. */
  @SuppressWarnings("unchecked") // made by get()
  private static Map<String, Object> open(Map<String, Object> path) {
    responses(path).remove("401");
    ((Map<String, Object>) path.get("get")).put("security", List.of());
    return path;
  }

  @SuppressWarnings("unchecked") // made by get()
  private static Map<String, Object> responses(Map<String, Object> path) {
    return (Map<String, Object>) ((Map<String, Object>) path.get("get")).get("responses");
  }

  private static Map<String, Object> refusal(String description) {
    return Map.of(
        "description", description, "content", content("application/json", reference("Error")));
  }

  private static Map<String, Object> content(String type, Map<String, Object> schema) {
    return Map.of(type, Map.of("schema", schema));
  }

  private static Map<String, Object> object() {
    return Map.of("type", "object");
  }

  private static Map<String, Object> reference(String name) {
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /** {@code /}: the same for people, one page without scripts. */
  byte[] page() {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escaped(manifest.name()))
        .append("</title><style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;")
        .append("padding:0 1em}pre{background:#f3f3f3;padding:1em;overflow:auto}")
        .append("td,th{text-align:left;padding:.2em 1em .2em 0}</style></head><body><h1>")
        .append(escaped(manifest.name()))
        .append("</h1><p>Classes: ")
        .append(escaped(String.join(", ", manifest.classes())))
        .append(". Cut: ")
        .append(manifest.cut().map(String::valueOf).orElse("none"))
        .append(
            ".</p><h2>Asking</h2><pre>curl -H 'Content-Type: text/csv' --data-binary @events.csv")
        .append(" http://HOST:PORT/v1/predict</pre><p>csv with or without a header, or JSON. The ")
        .append("answer comes as csv, JSON, or (<code>-H 'Accept: text/plain'</code>) one 0 or 1 ")
        .append("an event.</p><p>Also: <a href=\"/v1/schema\">/v1/schema</a>, ")
        .append("<a href=\"/openapi.json\">/openapi.json</a>, <a href=\"/health\">/health</a>, ")
        .append("<a href=\"/ready\">/ready</a>, <a href=\"/metrics\">/metrics</a>.</p>")
        .append(
            "<h2>Features</h2><table><tr><th>name</th><th>least</th><th>largest seen</th></tr>");
    for (BundleManifest.Feature feature : manifest.features()) {
      page.append("<tr><td>")
          .append(escaped(feature.name()))
          .append("</td><td>")
          .append(feature.min())
          .append("</td><td>")
          .append(feature.max())
          .append("</td></tr>");
    }
    page.append("</table><h2>Example</h2><pre>")
        .append(escaped(csvExample()))
        .append("</pre><h2>OpenAPI</h2><details><summary>document</summary><pre>")
        .append(escaped(Json.text(openApi())))
        .append("</pre></details></body></html>");
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
