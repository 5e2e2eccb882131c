package io.tributary.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {
  @TempDir Path directory;

  @Test
  void readsTheSignatureOfTheGraph() {
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(0), "taxi")) {
      assertThat(model.signature().toString())
          .isEqualTo(
              "Signature[inputs=[company BYTES [-1, 1], fare FP32 [-1, 1], seconds INT64 [-1, 1]],"
                  + " outputs=[probability FP32 [-1, 1], company_id INT64 [-1, 1]]]");
      assertThat(Signature.fromJson(model.signature().toJson())).isEqualTo(model.signature());
      assertThat(model.signature().batched()).isTrue();
    }
  }

  @Test
  void isOpenedAnewWhereItArrivesBySerialisation() throws Exception {
    Path file = Files.write(directory.resolve("model.onnx"), SmallModels.taxi(0.5f));
    Map<String, Tensor> inputs = TaxiRows.of("Flash Cab", 1, 1).inputs();
    try (OnnxModel fromBytes = OnnxModel.of(SmallModels.taxi(0.5f), "taxi");
        OnnxModel fromFile = OnnxModel.open(file)) {
      Tensors expected = fromBytes.infer(inputs);
      for (OnnxModel model : List.of(fromBytes, fromFile)) {
        OnnxModel copy = (OnnxModel) sent(model);
        assertThat(copy).isNotSameAs(model);
        assertThat(copy.origin()).isEqualTo(model.origin());
        assertThat(copy.infer(inputs)).isEqualTo(expected);
        copy.close();
        assertThat(model.infer(inputs)).isEqualTo(expected);
      }
      Predictor predictor = (Predictor) sent(new Predictor(fromBytes));
      assertThat(predictor.model().infer(inputs)).isEqualTo(expected);
      predictor.model().close();
    }
  }

  @Test
  void copiesThatArriveInAProcessShareASession() throws Exception {
    Path file = Files.write(directory.resolve("model.onnx"), SmallModels.taxi(0.5f));
    Map<String, Tensor> inputs = TaxiRows.of("Flash Cab", 1, 1).inputs();
    try (OnnxModel fromBytes = OnnxModel.of(SmallModels.taxi(0.5f), "taxi");
        OnnxModel fromFile = OnnxModel.open(file)) {
      for (OnnxModel model : List.of(fromBytes, fromFile)) {
        OnnxModel first = (OnnxModel) sent(model);
        OnnxModel second = (OnnxModel) sent(model);
        assertThat(first.sharesWith(second)).isTrue();
        assertThat(first.sharesWith(model)).isFalse();
        first.close();
        first.close();
        assertThat(second.infer(inputs)).isEqualTo(model.infer(inputs));
        second.close();
        assertThatThrownBy(() -> second.infer(inputs)).isInstanceOf(ClosedModelException.class);
        OnnxModel third = (OnnxModel) sent(model);
        assertThat(third.infer(inputs)).isEqualTo(model.infer(inputs));
        third.close();
      }
      OnnxModel before = (OnnxModel) sent(fromFile);
      Files.write(file, SmallModels.taxi(0.25f));
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
      OnnxModel after = (OnnxModel) sent(fromFile);
      assertThat(after.sharesWith(before)).as("another file").isFalse();
      before.close();
      after.close();
    }
  }

  private static Object sent(Object described) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(described);
    return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }

  @Test
  void classLoadersOfOneProcessHaveRuntimesOfTheirOwn() throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    for (int i = 0; i < 3; i++) {
      try (URLClassLoader other =
          new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
        Class<?> type = other.loadClass(OnnxModel.class.getName());
        assertThat(type).isNotEqualTo(OnnxModel.class);
        try (AutoCloseable model =
            (AutoCloseable)
                type.getMethod("of", byte[].class, String.class)
                    .invoke(null, SmallModels.taxi(0), "taxi")) {
          assertThat(type.getMethod("signature").invoke(model).toString()).contains("company");
        }
      }
    }
  }

  @Test
  void passesEveryTypeThroughUnaltered() {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("b", BoolTensor.column(true, false));
    inputs.put("i", Int32Tensor.column(Integer.MIN_VALUE, 7));
    inputs.put("l", Int64Tensor.column(Long.MIN_VALUE, 1L << 60));
    inputs.put("f", FloatTensor.column(Float.NaN, -0f));
    inputs.put("d", DoubleTensor.column(Double.NEGATIVE_INFINITY, Double.MIN_VALUE));
    inputs.put("s", BytesTensor.column("", "日本"));
    try (OnnxModel model = OnnxModel.of(SmallModels.everyType(), "everyType")) {
      Tensors outputs = model.infer(inputs);
      assertThat(outputs.byName().keySet())
          .containsExactly("b_out", "i_out", "l_out", "f_out", "d_out", "s_out");
      inputs.forEach((name, tensor) -> assertThat(outputs.get(name + "_out")).isEqualTo(tensor));
    }
  }

  @Test
  void givesTheGraphTheExactBytesOfEveryText() {
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(0), "taxi")) {
      for (int id = 0; id < SmallModels.COMPANIES.size(); id++) {
        Tensors answer = model.infer(TaxiRows.of(SmallModels.COMPANIES.get(id), 1, 1).inputs());
        assertThat(answer.get("company_id"))
            .as(SmallModels.COMPANIES.get(id))
            .isEqualTo(Int64Tensor.column(id));
      }
      // The surrogates of the emoji encoded one by one, as the virtual machine would have done.
      Map<String, Tensor> inputs = new LinkedHashMap<>(TaxiRows.of("", 1, 1).inputs());
      byte[] modified = {
        (byte) 0xED,
        (byte) 0xA0,
        (byte) 0xBD,
        (byte) 0xED,
        (byte) 0xB8,
        (byte) 0x80,
        ' ',
        'c',
        'a',
        'b'
      };
      inputs.put("company", BytesTensor.of(Shape.column(1), modified));
      assertThat(model.infer(inputs).get("company_id")).isEqualTo(Int64Tensor.column(-1));
    }
  }

  @Test
  void recognisesTextThatTheBindingWouldAlter() {
    assertThat(plain("", "a", "é", "日本", "\uffff", "\u0800")).isTrue();
    assertThat(plain("a", "😀")).isFalse();
    assertThat(plain("nul\0")).isFalse();
    for (byte[] malformed :
        new byte[][] {
          {(byte) 0xC0, (byte) 0x80},
          {(byte) 0xC1, (byte) 0xBF},
          {(byte) 0xE0, (byte) 0x9F, (byte) 0xBF},
          {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          {(byte) 0xC3},
          {(byte) 0xE6, (byte) 0x97},
          {(byte) 0x80},
          {(byte) 0xC3, 'a'},
          {(byte) 0xFF}
        }) {
      assertThat(StringBridge.isPlain(malformed, new int[] {0, malformed.length})).isFalse();
    }
  }

  private static boolean plain(String... texts) {
    BytesTensor tensor = BytesTensor.column(texts);
    return StringBridge.isPlain(tensor.data(), tensor.offsets());
  }

  @Test
  void returnsTextOrRefusesWhatCannotBeReturned() {
    try (OnnxModel model = OnnxModel.of(SmallModels.echo(), "echo")) {
      BytesTensor readable = BytesTensor.column("", "née", "日本", "\ue000\uffff", "line\nbreak");
      assertThat(model.infer(Map.of("text", readable)).get("echo")).isEqualTo(readable);
      BytesTensor beyond =
          BytesTensor.column(
              "😀", "a", "é🎉🎉日", "🎉".repeat(200), " 🎉 ", "\u00f0\u009f", "😀\u00f0");
      assertThat(model.infer(Map.of("text", beyond)).get("echo")).isEqualTo(beyond);
      // Each character of the second is one byte of the first.
      String[] damaged = new String[Predictor.BATCH_ROWS];
      Arrays.fill(damaged, "nul\0cab");
      assertThatThrownBy(() -> model.infer(Map.of("text", BytesTensor.column(damaged))))
          .isInstanceOf(ServingException.class)
          .hasMessageContaining("element 0 of output 'echo'");
      for (String text : List.of("nul\0cab", "😀\0", "\u00f0\u009f\u0098\u0080😀")) {
        assertThatThrownBy(() -> model.infer(Map.of("text", BytesTensor.column("a", text))))
            .isInstanceOf(ServingException.class)
            .hasMessageContaining("element 1 of output 'echo'")
            .hasMessageContaining("return an id");
      }
      byte[] malformed = {(byte) 0xFF};
      assertThatThrownBy(
              () -> model.infer(Map.of("text", BytesTensor.of(Shape.column(1), malformed))))
          .isInstanceOf(ServingException.class)
          .hasMessageContaining("malformed UTF-8");
    }
  }

  @Test
  void takesInputsWhoseNamesTheBindingWouldAlter() throws IOException {
    var file = Files.write(directory.resolve("echo.onnx"), SmallModels.echo("te😀xt"));
    var text = BytesTensor.column("a", "😀");
    try (OnnxModel model = OnnxModel.open(file);
        OnnxModel fromBytes = OnnxModel.of(SmallModels.echo("🎉"), "echo");
        OnnxModel looksAltered = OnnxModel.of(SmallModels.echo("\u00f0\u009f"), "echo")) {
      assertThat(model.signature().inputs())
          .containsExactly(new TensorSpec("te😀xt", Datatype.BYTES, Shape.of(Shape.ANY, 1)));
      assertThat(model.infer(Map.of("te😀xt", text)).get("echo")).isEqualTo(text);
      assertThat(fromBytes.infer(Map.of("🎉", text)).get("echo")).isEqualTo(text);
      assertThat(looksAltered.infer(Map.of("\u00f0\u009f", text)).get("echo")).isEqualTo(text);
    }
  }

  @Test
  void answersTheSameBitsForEveryBatchAndThread() throws Exception {
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(0.1f), "taxi")) {
      TaxiRows rows = TaxiRows.random(1_000, 1);
      float[] whole = model.infer(rows.inputs()).floats("probability");
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Callable<float[]>> single = new ArrayList<>();
        for (int i = 0; i < rows.count(); i++) {
          TaxiRows row = rows.row(i);
          single.add(() -> model.infer(row.inputs()).floats("probability"));
        }
        int i = 0;
        for (Future<float[]> answer : threads.invokeAll(single)) {
          assertThat(answer.get()).containsExactly(whole[i++]);
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void answersNoRowsWithNoRows() {
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(0), "taxi")) {
      Tensors answer = model.infer(TaxiRows.random(0, 1).inputs());
      assertThat(answer.get("probability")).isEqualTo(FloatTensor.column());
    }
  }

  @Test
  void reportsEverythingWrongWithARequestAtOnce() {
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(0), "taxi")) {
      Map<String, Tensor> inputs =
          Map.of(
              "fare", DoubleTensor.column(1),
              "seconds", new Int64Tensor(Shape.of(2), new long[2]),
              "fair", FloatTensor.column(1));
      assertThatThrownBy(() -> model.infer(inputs, Set.of("probability", "score")))
          .isInstanceOf(ServingException.class)
          .hasMessageContaining("input 'company' is missing (expected: company BYTES [-1, 1])")
          .hasMessageContaining("input 'fare' is FP64 (expected: FP32)")
          .hasMessageContaining("input 'seconds' has shape [2] (expected: [-1, 1])")
          .hasMessageContaining("input 'fair' is unknown (expected: company, fare, seconds)")
          .hasMessageContaining("output 'score' is unknown (expected: probability, company_id)");
    }
  }

  @Test
  void refusesInputsOfDifferentNumbersOfRows() {
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(0), "taxi")) {
      Map<String, Tensor> inputs = new LinkedHashMap<>(TaxiRows.random(2, 1).inputs());
      inputs.put("seconds", Int64Tensor.column(1, 2, 3));
      assertThatThrownBy(() -> model.infer(inputs))
          .isInstanceOf(ServingException.class)
          .hasMessageContaining("input 'seconds' has 3 rows (expected: 2, as input 'company')");
    }
  }

  @Test
  void namesPathAndSizeOfWhatIsNoModel() throws Exception {
    Path file = Files.write(directory.resolve("model.onnx"), "not a model".getBytes(UTF_8));
    assertThatThrownBy(() -> OnnxModel.open(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(file + ": 11 bytes")
        .hasMessageContaining("expected: an ONNX model")
        .hasMessageContaining("export it again");
    byte[] whole = SmallModels.taxi(0);
    byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);
    assertThatThrownBy(() -> OnnxModel.of(half, "half"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("half: " + half.length + " bytes");
    assertThatThrownBy(() -> OnnxModel.open(directory.resolve("absent.onnx")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> OnnxModel.of(SmallModels.halfPrecision(), "half"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("input 'h' is FP16; output 'h_out' is FP16")
        .hasMessageContaining("export the model with a cast");
  }

  @Test
  void refusesToAnswerAfterClose() {
    OnnxModel model = OnnxModel.of(SmallModels.taxi(0), "taxi");
    model.close();
    model.close();
    assertThatThrownBy(() -> model.infer(TaxiRows.random(1, 1).inputs()))
        .isInstanceOf(ClosedModelException.class);
  }
}
