package io.tributary.runner.airflow.client;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Data that tasks make and that starts DAGs; the datasets of Airflow 2. */
public final class Assets {
  private final Http http;

  Assets(Http http) {
    this.http = http;
  }

  private String field(String name) {
    return (http.api() == Api.V1 ? "dataset" : "asset") + name;
  }

  /** All that some DAG names, as they were created. */
  public Stream<Asset> list() {
    return http.list(
        Request.of(Operation.LIST_ASSETS).with("order_by", "id"), field("s"), Asset.class);
  }

  /** One of {@link #list}, as it is now. */
  public Asset get(Asset asset) {
    return http.one(
        Request.of(Operation.GET_ASSET, http.api() == Api.V1 ? asset.uri() : asset.id()),
        Asset.class);
  }

  /** When it was said to be new, by tasks or by a client; the oldest first. */
  public Stream<AssetEvent> events(Asset asset) {
    return http.list(
        Request.of(Operation.LIST_ASSET_EVENTS)
            .with(field("_id"), asset.id())
            .with("order_by", "timestamp"),
        field("_events"),
        AssetEvent.class);
  }

  /** Says that it is new. If the answer is lost it may have been said; it is not said again. */
  public AssetEvent createEvent(Asset asset, Map<String, Object> extra) {
    return http.one(
        Request.of(Operation.CREATE_ASSET_EVENT)
            .withBody(
                http.api() == Api.V1
                    ? Map.of("dataset_uri", asset.uri(), "extra", extra)
                    : Map.of("asset_id", asset.id(), "extra", extra)),
        AssetEvent.class);
  }

  /** Events with which a DAG waits for more. Airflow answers NOT_FOUND if there are none. */
  public List<QueuedAssetEvent> queuedEvents(String dagId) {
    return http.all(
        Request.of(Operation.LIST_QUEUED_ASSET_EVENTS, dagId),
        "queued_events",
        QueuedAssetEvent.class);
  }

  /** Lets a DAG forget these. Airflow answers NOT_FOUND if there are none. */
  public void deleteQueuedEvents(String dagId) {
    http.delete(Request.of(Operation.DELETE_QUEUED_ASSET_EVENTS, dagId));
  }

  /**
   * Runs the DAG that makes it. If the answer is lost the run may have been made. Airflow 3 only.
   */
  public DagRun materialize(Asset asset) {
    return http.one(
        Request.of(Operation.MATERIALIZE_ASSET, asset.id()).withBody(Map.of()), DagRun.class);
  }
}
