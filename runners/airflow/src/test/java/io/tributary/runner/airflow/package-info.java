@NullMarked
package io.tributary.runner.airflow;

import org.jspecify.annotations.NullMarked;
