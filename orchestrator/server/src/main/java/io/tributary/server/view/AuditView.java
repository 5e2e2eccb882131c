package io.tributary.server.view;

import io.tributary.metadata.AuditEntry;
import io.tributary.server.json.Field;
import java.time.Instant;

/** An entry of the audit log. */
public record AuditView(
    long id,
    Instant time,
    @Field("the name of a token, or cli: and the name of a user of the machine") String actor,
    String action,
    String subject,
    AuditEntry.Outcome outcome,
    String message) {

  public static AuditView of(AuditEntry entry) {
    return new AuditView(
        entry.id(),
        entry.time(),
        entry.actor(),
        entry.action(),
        entry.subject(),
        entry.outcome(),
        entry.message());
  }
}
