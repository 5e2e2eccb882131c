package io.tributary.metadata;

import java.util.List;

/**
 * The audit log: it grows, and nothing in it changes. Thread-safe; every method throws {@link
 * MetadataException}.
 */
public interface AuditStore {

  /** Adds an entry, whose id is not looked at, to the end. */
  void append(AuditEntry entry);

  /** The newest entries, newest first, at most {@code limit}. */
  default List<AuditEntry> newest(int limit) {
    return before(Long.MAX_VALUE, limit);
  }

  /** The newest entries with a smaller id, newest first, at most {@code limit}. */
  List<AuditEntry> before(long id, int limit);
}
