# The second list: a repository that the machines reach by ssh. A key writes its own node's entry and no
# other; whose it is says authorized_keys, which is for people to write (docs/git.md).
include_recipe 'lamp::java'

package %w(git openssh-server)

# Not by Chef's resource, which wants a gem with C in it.
execute 'useradd --system --create-home --home-dir /srv/git --shell /bin/sh git' do
  not_if 'id git'
end

directory '/srv/git/.ssh' do
  owner 'git'
  mode '0700'
end

execute 'git init --bare --initial-branch main /srv/git/list.git' do
  user 'git'
  environment 'HOME' => '/srv/git'
  creates '/srv/git/list.git/HEAD'
end

cookbook_file '/srv/git/list.git/hooks/pre-receive' do
  mode '0755'
end

presence_install 'presence'

execute "presence init 'git:/srv/git/list.git?layout=refs#main'" do
  user 'git'
  environment 'HOME' => '/srv/git'
  creates '/srv/git/list.git/refs/heads/main'
end
