/**
 * Tests against real counterparts: ML Metadata's C++ store through its own client, TFX, pyarrow,
 * Papermill, R, NVIDIA's Triton, and Airflow. Starting points: {@link
 * io.tributary.interop.PythonEnvironment} installs them, {@link
 * io.tributary.interop.MetadataService} is {@code tributary metadata serve} in a process of its
 * own, {@link io.tributary.interop.TritonServer} is a Triton, {@link
 * io.tributary.interop.AirflowServer} an Airflow, {@link io.tributary.interop.Chromium} a browser
 * for pages. The scripts lie in {@code src/test/python}.
 */
@NullMarked
package io.tributary.interop;

import org.jspecify.annotations.NullMarked;
