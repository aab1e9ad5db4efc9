/** What tests of several packages share: records in few words, seeded generators, a real Python. */
@NullMarked
package dev.presence.testing;

import org.jspecify.annotations.NullMarked;
