package io.tributary.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * How a model file tells what the values of a row of an output stand for, classes, labels, or
 * features that contribute: the metadata entry {@code classes/OUTPUT} is a JSON array of texts, in
 * the order of the values. It is written in ASCII, because the runtime's binding damages some
 * characters.
 */
public final class ClassNames {
  private ClassNames() {}

  /** Key of the entry for an output. */
  public static String key(String output) {
    return "classes/" + output;
  }

  /** The entry for these names. */
  public static String write(List<String> names) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
      json.writeStartArray();
      for (var name : names) {
        json.writeString(name);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory: " + e.getMessage(), e);
    }
    return text.toString();
  }

  /**
   * The names of an entry.
   *
   * @throws InvalidModelException if it is no JSON array of texts
   */
  static List<String> read(String entry) {
    try (var json = new JsonFactory().createParser(entry)) {
      json.nextToken();
      return read(json);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidModelException(
          "metadata of the model: " + e.getMessage() + "; correct the entry, or remove it", e);
    }
  }

  /** The names of the array at which the parser is. */
  static List<String> read(JsonParser json) throws IOException {
    var names = new ArrayList<String>();
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        names.add(json.getText());
      }
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new IllegalArgumentException(
          "classes: " + json.currentToken() + " (expected: a JSON array of texts)");
    }
    return names;
  }
}
