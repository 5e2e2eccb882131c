"""User code of the TFX pipeline: five features, and a logistic regression on them. No other file may lie beside this one, because TFX packs the
folder for Transform and Trainer, and its digest is part of the cache key.
"""
import tensorflow as tf
import tensorflow_transform as tft

NUMBERS = ("fare", "trip_miles", "trip_start_hour")
WORDS = ("payment_type", "company")
IDS = 40
LABEL = "generous"


def dense(column):
    if isinstance(column, tf.SparseTensor):
        column = tf.sparse.to_dense(tf.SparseTensor(column.indices, column.values, [column.dense_shape[0], 1]), "" if column.dtype == tf.string else 0)
    return tf.squeeze(column, axis=1)


def preprocessing_fn(inputs):
    features = {name: tft.scale_to_z_score(tf.cast(dense(inputs[name]), tf.float32)) for name in NUMBERS}
    for name in WORDS:
        features[name] = tft.compute_and_apply_vocabulary(dense(inputs[name]), top_k=IDS - 1, num_oov_buckets=1, vocab_filename=name)
    fare, tips = (tf.cast(dense(inputs[name]), tf.float32) for name in ("fare", "tips"))
    features[LABEL] = tf.cast(tips > 0.2 * fare, tf.int64)
    return features


class Regression(tf.Module):
    def __init__(self, transform):
        super().__init__()
        self.layer, self.raw = transform.transform_features_layer(), transform.raw_feature_spec()
        self.weights = tf.Variable(tf.zeros([len(NUMBERS) + len(WORDS) * IDS, 1]))
        self.bias = tf.Variable(0.0)

    def logits(self, features):
        columns = [tf.reshape(features[name], [-1, 1]) for name in NUMBERS]
        columns += [tf.one_hot(tf.reshape(features[name], [-1]), IDS) for name in WORDS]
        return tf.squeeze(tf.concat(columns, axis=1) @ self.weights, axis=1) + self.bias

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="examples")])
    def serve(self, examples):
        spec = {name: kind for name, kind in self.raw.items() if name != "tips"}
        return {"outputs": tf.sigmoid(self.logits(self.layer(tf.io.parse_example(examples, spec))))}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="examples")])
    def transform(self, examples):
        return self.layer(tf.io.parse_example(examples, self.raw))


def run_fn(fn_args):
    transform = tft.TFTransformOutput(fn_args.transform_graph_path)
    spec = transform.transformed_feature_spec()
    model = Regression(transform)
    records = tf.data.TFRecordDataset(tf.io.gfile.glob(fn_args.train_files), compression_type="GZIP").repeat().batch(200)
    for batch in records.map(lambda batch: tf.io.parse_example(batch, spec)).take(fn_args.train_steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(tf.cast(tf.reshape(batch[LABEL], [-1]), tf.float32), model.logits(batch)))
        for variable, gradient in zip((model.weights, model.bias), tape.gradient(loss, (model.weights, model.bias))):
            variable.assign_sub(0.5 * gradient)
    tf.saved_model.save(model, fn_args.serving_model_dir, signatures={"serving_default": model.serve, "transform": model.transform})
