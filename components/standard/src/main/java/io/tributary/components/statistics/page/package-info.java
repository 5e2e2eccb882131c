/**
 * Statistics as people are shown them: the page, and what a line of a table says of a feature.
 *
 * <p>Starting point: {@link io.tributary.components.statistics.page.StatisticsPage}; what it looks
 * like and does is in the resources beside it: {@code page.css}, and three scripts, of which {@code
 * figures.js} knows what is said of a feature, {@code charts.js} draws and {@code page.js} puts all
 * of it on the page.
 */
@NullMarked
package io.tributary.components.statistics.page;

import org.jspecify.annotations.NullMarked;
