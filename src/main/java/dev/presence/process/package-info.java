/** Child processes, bounded with all they start or left to themselves; the class archive. */
@NullMarked
package dev.presence.process;

import org.jspecify.annotations.NullMarked;
