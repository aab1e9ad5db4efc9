require 'json'

# Answers as the program prints them.
module Answers
  def peer(id, **more)
    { 'id' => id, 'part' => 'app', 'address' => '10.0.3.61', 'ports' => { 'http' => 80 }, 'weight' => 100 }.merge(more.transform_keys(&:to_s))
  end

  # @param peers part => its peers
  # @param draining part => those of its nodes that drain
  def answer(peers, draining = {})
    none = peers.transform_values { [] }
    JSON.generate('presence' => { 'schema' => 1, 'peers' => peers, 'draining' => none.merge(draining) })
  end
end
