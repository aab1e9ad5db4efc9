module Presence
  # What the program is asked beside the parts: equal questions share one process.
  Question = Struct.new(:stores, :deployment, :stacktype, :without_self, :nodeinfo, :state_dir, :timeout, :java, :jar, keyword_init: true) do
    def self.of(resource)
      new(
        stores: resource.stores,
        deployment: resource.deployment,
        stacktype: resource.stacktype,
        without_self: resource.exclude_self,
        nodeinfo: resource.nodeinfo,
        state_dir: resource.node['presence']['state_dir'],
        timeout: resource.timeout,
        java: resource.java,
        jar: resource.jar
      )
    end

    # The part of it that decides which nodes are meant, and not how they are found.
    def scope
      { 'stores' => stores, 'deployment' => deployment, 'stacktype' => stacktype, 'without_self' => without_self }
    end

    def arguments
      [
        *Arguments.list(stores: stores, nodeinfo: nodeinfo, state_dir: state_dir, timeout: timeout),
        *Arguments.option('--deployment', deployment),
        *Arguments.option('--stacktype', stacktype),
        *('--without-self' if without_self && announced?),
      ]
    end

    private

    # A node without a name of its own is in no answer, and the program cannot leave it out.
    def announced?
      !Nodeinfo.new(nodeinfo).text('instance-id').nil?
    end
  end
end
