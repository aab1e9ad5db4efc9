/** Every file's parsing, printing, limits and digest; the only package that knows Jackson. */
@NullMarked
package dev.presence.format;

import org.jspecify.annotations.NullMarked;
