package io.tributary.components.tuner;

/** A sequence of points in a cube. */
interface Points {

  /** The point of that index, from 0 on: a place from 0 to 1 for each dimension. */
  double[] point(int index);
}
