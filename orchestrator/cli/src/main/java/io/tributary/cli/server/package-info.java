/** Commands that serve: models, metadata, the REST interface; its tokens, and who changed what. */
@NullMarked
package io.tributary.cli.server;

import org.jspecify.annotations.NullMarked;
