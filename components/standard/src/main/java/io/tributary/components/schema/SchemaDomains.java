package io.tributary.components.schema;

import io.tributary.proto.tfmd.StringDomain;
import java.util.List;
import java.util.Optional;

/** String domains that features refer to by name. */
final class SchemaDomains {
  private SchemaDomains() {}

  static Optional<StringDomain> named(List<StringDomain> domains, String name) {
    return domains.stream().filter(domain -> domain.getName().equals(name)).findFirst();
  }

  /** The name, with a number behind it if there is such a domain already. */
  static String newName(String wanted, List<StringDomain> domains) {
    var name = wanted;
    for (int i = 2; named(domains, name).isPresent(); i++) {
      name = wanted + i;
    }
    return name;
  }
}
