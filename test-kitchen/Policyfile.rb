# All cookbooks are in this repository: nothing is downloaded.
name 'lamp'

cookbook 'presence', path: '../cookbook'
cookbook 'lamp', path: 'cookbooks/lamp'

run_list 'lamp::app'
named_run_list 'db', 'presence::install', 'lamp::db'
named_run_list 'app', 'presence::install', 'lamp::app'
named_run_list 'lb', 'lamp::lb'
