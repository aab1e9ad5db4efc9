file "#{node['shop']['home']}/listen.conf" do
  content "bind-address = #{Presence.own_address(node)}\n"
end
