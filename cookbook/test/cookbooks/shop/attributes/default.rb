default['presence']['stores'] = ['/srv/presence']
default['presence']['deployment'] = 'fed1'
default['presence']['stacktype'] = 'lamp'

default['shop']['home'] = '/srv/shop'
default['shop']['reload'] = 'systemctl reload haproxy'
default['shop']['reload_nginx'] = 'systemctl reload nginx'
