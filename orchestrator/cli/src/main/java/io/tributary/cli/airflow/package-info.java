/** Commands that hand a pipeline to Apache Airflow. */
@NullMarked
package io.tributary.cli.airflow;

import org.jspecify.annotations.NullMarked;
