# All cookbooks are in this repository: nothing is downloaded.
name 'lamp'

cookbook 'presence', path: '../cookbook'
cookbook 'lamp', path: 'cookbooks/lamp'

run_list 'lamp::app'
named_run_list 'db', 'lamp::db'
named_run_list 'app', 'lamp::app'
named_run_list 'lb', 'lamp::lb'
named_run_list 'node', 'lamp::node'
named_run_list 'lists', 'lamp::lists'
