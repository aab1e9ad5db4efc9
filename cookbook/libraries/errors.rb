# What presence raises.
module Presence
  class Error < StandardError; end

  # No answer could be had, and the policy is to raise.
  class ResolveFailed < Error; end

  # Fewer peers than the minimum, and no older answer that has enough.
  class TooFewPeers < Error; end

  # The announcement did not arrive on the list, and the policy is to raise.
  class AnnounceFailed < Error; end

  # A recipe reads a part that nothing in this run asked for.
  class NotAsked < Error; end

  # A recipe needs a peer or a port that no node offers.
  class NoPeer < Error; end

  # Something else has written where the results belong, or two resources ask for one part differently.
  class Conflict < Error; end

  # The cookbook has not the program in it.
  class MissingFile < Error; end

  # A fact or a name of this node that the list would not take.
  class BadFact < Error; end

  # An attribute that is not what it should be.
  class BadAttribute < Error; end
end
