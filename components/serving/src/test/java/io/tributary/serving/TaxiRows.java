package io.tributary.serving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rows for {@link SmallModels#taxi}, with everything in them that has ever gone wrong.
 *
 * @param company texts, some beyond the basic plane, some with NUL
 * @param fare with NaN where missing
 * @param seconds with {@link MissingValues#INT64} where missing
 */
public record TaxiRows(BytesTensor company, FloatTensor fare, Int64Tensor seconds) {
  private static final List<String> COMPANIES =
      List.of(
          "Flash Cab",
          "Über",
          "日本交通",
          "😀 cab",
          "nul\0cab",
          "",
          "unknown",
          "🚕🚖",
          "ﬀ\uffff",
          "née");

  /** That many rows, the same for the same seed. */
  public static TaxiRows random(int count, long seed) {
    Random random = new Random(seed);
    String[] companies = new String[count];
    float[] fares = new float[count];
    long[] seconds = new long[count];
    for (int i = 0; i < count; i++) {
      companies[i] = COMPANIES.get(random.nextInt(COMPANIES.size()));
      fares[i] =
          switch (random.nextInt(10)) {
            case 0 -> MissingValues.FP32;
            case 1 -> -0f;
            case 2 -> Float.MIN_VALUE;
            default -> random.nextFloat() * 50;
          };
      seconds[i] = random.nextInt(10) == 0 ? MissingValues.INT64 : random.nextInt(5_000);
    }
    return new TaxiRows(
        BytesTensor.column(companies), FloatTensor.column(fares), Int64Tensor.column(seconds));
  }

  /** One row. */
  public static TaxiRows of(String company, float fare, long seconds) {
    return new TaxiRows(
        BytesTensor.column(company), FloatTensor.column(fare), Int64Tensor.column(seconds));
  }

  /** Row {@code index} alone. */
  public TaxiRows row(int index) {
    return new TaxiRows(
        BytesTensor.of(Shape.column(1), company.bytes(index)),
        FloatTensor.column(fare.values()[index]),
        Int64Tensor.column(seconds.values()[index]));
  }

  public int count() {
    return company.size();
  }

  /** By the names of the model's inputs. */
  public Map<String, Tensor> inputs() {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("company", company);
    inputs.put("fare", fare);
    inputs.put("seconds", seconds);
    return inputs;
  }
}
