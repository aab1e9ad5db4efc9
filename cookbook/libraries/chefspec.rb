# For the specs of cookbooks that use presence; Chef itself has nothing of it. In ChefSpec no resource is
# stepped into unless it is told to, and no process runs: the spec says who plays a part.
if defined?(RSpec) && defined?(ChefSpec)
  module Presence
    module ChefSpecStub
      # @param peers each with what the recipe reads of it; part and weight are filled in
      def stub_presence_peers(part, peers, draining: [])
        { 'peers' => peers, 'draining' => draining }.each do |list, nodes|
          chef_runner.node.override['presence'][list][part] = nodes.map { |node| { 'part' => part, 'weight' => 100 }.merge(node) }
        end
      end
    end

    # A part that was asked for, and of which the spec says nothing, has no peers: the spec of a cookbook that
    # merely includes another need not know what that one reads.
    module ChefSpecReading
      private

      def not_asked(node, part)
        asked = node.run_context && node.run_context.resource_collection.any? { |resource| resource.resource_name == :presence_peers && resource.part == part.to_s }
        return [] if asked || node.read('presence', 'peers', part.to_s)

        super
      rescue NotAsked => e
        raise NotAsked, "#{e.message}; in ChefSpec, stub_presence_peers says who they are"
      end
    end

    singleton_class.prepend(ChefSpecReading)
  end

  RSpec.configure { |config| config.include Presence::ChefSpecStub }
end
