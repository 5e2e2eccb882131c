package io.tributary.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import io.tributary.components.trainer.ModelDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.Tribuo;

/** What model cards say of models of Tribuo. */
final class Described {
  private Described() {}

  /** With Tribuo's provenance of trainer and rows, but for time and machine. */
  static ModelDescription of(
      Model<?> model,
      String algorithm,
      Map<String, Object> hyperParameters,
      Map<String, Object> fitted) {
    var provenance = new LinkedHashMap<String, Object>();
    provenance.put("trainer", plain(model.getProvenance().getTrainerProvenance()));
    provenance.put("dataset", plain(model.getProvenance().getDatasetProvenance()));
    return new ModelDescription(
        algorithm, "Tribuo " + Tribuo.VERSION, hyperParameters, fitted, provenance);
  }

  private static Object plain(Provenance provenance) {
    if (provenance instanceof ListProvenance<?> list) {
      var elements = new ArrayList<Object>();
      list.getList().forEach(element -> elements.add(plain(element)));
      return elements;
    } else if (provenance instanceof ObjectProvenance object) {
      var fields = new LinkedHashMap<String, Object>();
      object.forEach(field -> fields.put(field.getA(), plain(field.getB())));
      return fields;
    }
    return provenance instanceof PrimitiveProvenance<?> value
        ? String.valueOf(value.getValue())
        : provenance.toString();
  }
}
