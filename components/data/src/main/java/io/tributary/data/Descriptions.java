package io.tributary.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Aggregations, batch functions and what they throw, on their way to other processes of the same
 * run: Java serialisation, in which {@link Optional} and {@link Path} may be among the fields. What
 * is written is read by the same code at the same time, and never kept.
 */
public final class Descriptions {
  private Descriptions() {}

  /**
   * Writes a description.
   *
   * @throws NotSerializableException naming the class that cannot be described
   */
  public static void write(Object work, OutputStream out) throws IOException {
    var stream = new Writing(out);
    stream.writeObject(work);
    stream.flush();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param classes finds the classes of its parts
   */
  public static Object read(InputStream in, ClassLoader classes) throws IOException {
    try {
      return new Reading(in, classes).readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(
          "class "
              + e.getMessage()
              + ": not found (expected: the classes of the pipeline); give its jar with --jar",
          e);
    }
  }

  private static final class Writing extends ObjectOutputStream {
    Writing(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object part) {
      if (part instanceof Optional<?> optional) {
        return new Perhaps(optional.orElse(null));
      }
      return part instanceof Path path ? new PathName(path.toString()) : part;
    }
  }

  private static final class Reading extends ObjectInputStream {
    private final ClassLoader classes;

    Reading(InputStream in, ClassLoader classes) throws IOException {
      super(in);
      this.classes = classes;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      var name = description.getName();
      return name.equals(Perhaps.class.getName()) || name.equals(PathName.class.getName())
          ? super.resolveClass(description)
          : Class.forName(name, false, classes);
    }
  }

  /** An optional. */
  @SuppressWarnings("serial") // what cannot be written is found out when it is
  private record Perhaps(@Nullable Object value) implements Serializable {
    private Object readResolve() {
      return Optional.ofNullable(value);
    }
  }

  /** A path. */
  private record PathName(String name) implements Serializable {
    private Object readResolve() {
      return Path.of(name);
    }
  }
}
