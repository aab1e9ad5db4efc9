/** The answer as other tools read it, a class a format. */
@NullMarked
package dev.presence.feed;

import org.jspecify.annotations.NullMarked;
