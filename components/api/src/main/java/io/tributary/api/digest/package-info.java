/** SHA-256 of content, by which artifacts, inputs and code are told apart. */
@org.jspecify.annotations.NullMarked
package io.tributary.api.digest;
