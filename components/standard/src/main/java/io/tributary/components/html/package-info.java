/**
 * Pages for people: one HTML file each that needs nothing else and asks nobody for anything, all of
 * one look, in light and dark.
 *
 * <p>Starting points: {@link io.tributary.components.html.Markup} (what a page says) and {@link
 * io.tributary.components.html.HtmlPage} (the file). Colours are in the resource {@code theme.css},
 * the look of documents in {@code document.css}.
 */
@NullMarked
package io.tributary.components.html;

import org.jspecify.annotations.NullMarked;
