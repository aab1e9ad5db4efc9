/** One small class a command: options in, one call, one printed result. */
@NullMarked
package dev.presence.cli;

import org.jspecify.annotations.NullMarked;
