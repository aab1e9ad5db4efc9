/** What tests of several packages share: records in few words, generators, a clock, a Python. */
@NullMarked
package dev.presence.testing;

import org.jspecify.annotations.NullMarked;
