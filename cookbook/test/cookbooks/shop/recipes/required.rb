node.default['presence']['requires']['db']['minimum'] = 1
include_recipe 'presence'
